export { discoverCameras } from './discovery.ts';
export type { DiscoveredDevice } from './discovery-message.ts';
export { inspectCamera, type CameraDescription } from './camera-description.ts';
export { readCameraClock, setCameraClock, type CameraClockReading } from './camera-clock.ts';
export type { CameraAccess, TimeOfRoom } from './onvif-link.ts';
export type { VideoCodec } from './media-profile.ts';
export { fetchSnapshot, type Snapshot } from './snapshot.ts';
export { parseRtspSource, type RtspSource } from './rtsp-source.ts';
