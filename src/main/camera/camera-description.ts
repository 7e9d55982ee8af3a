import { measureCameraClock, type CameraClockReading } from './camera-clock.ts';
import { findRecordableMedia, type VideoCodec } from './media-profile.ts';
import { withOnvifLink, type CameraAccess } from './onvif-link.ts';
import { child, text } from './xml-node.ts';

/** What a camera says of itself, and where its stream is. No credentials anywhere. */
export interface CameraDescription {
  readonly xaddr: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
  readonly serial: string;
  readonly mediaProfileToken: string;
  readonly rtspUrl: string;
  readonly snapshotUrl: string | null;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly videoCodec: VideoCodec;
  readonly hasAudio: boolean;
  /** Camera clock minus room time. */
  readonly clock: CameraClockReading;
}

/**
 * Asks a camera for all that recording it needs. Answers or fails within the deadline; reads no more than bounded answers.
 * @throws AppError CAMERA_UNREACHABLE (refused, no answer in time, name unknown), CAMERA_NOT_ONVIF (answers otherwise),
 *   CAMERA_UNAUTHORIZED, CAMERA_NO_H264
 */
export function inspectCamera(access: CameraAccess & { readonly clockProbes?: number }): Promise<CameraDescription> {
  return withOnvifLink(access, async (link) => {
    link.setCameraAhead((await measureCameraClock(link, 1)).offsetMs);
    const capabilities = child((await link.call(() => link.device.getCapabilities())).data, 'GetCapabilitiesResponse', 'Capabilities');
    const information = child((await link.call(() => link.device.getDeviceInformation())).data, 'GetDeviceInformationResponse');
    const { profile, addresses } = await findRecordableMedia(link, capabilities);
    const clock = await measureCameraClock(link, access.clockProbes ?? 6);
    return {
      xaddr: link.xaddr,
      manufacturer: text(child(information, 'Manufacturer')),
      model: text(child(information, 'Model')),
      firmware: text(child(information, 'FirmwareVersion')),
      serial: text(child(information, 'SerialNumber')),
      mediaProfileToken: profile.token,
      ...addresses,
      width: profile.width,
      height: profile.height,
      fps: profile.fps,
      videoCodec: profile.videoCodec,
      hasAudio: profile.hasAudio,
      clock,
    };
  });
}
