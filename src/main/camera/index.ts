export { discoverCameras } from './discovery.ts';
export { inspectCamera } from './camera-description.ts';
export { readCameraClock, setCameraClock } from './camera-clock.ts';
export type { CameraAccess, TimeOfRoom } from './onvif-link.ts';
export { fetchSnapshot } from './snapshot.ts';
export { parseRtspSource } from './rtsp-source.ts';
export { probeCamera } from './probe-camera.ts';
export { RtspRelay, type RelayStatus } from './rtsp-relay.ts';
export { withCameraOsd, type CameraOsd, type OsdContent, type OsdLine } from './camera-osd.ts';
