export { findFfmpeg, type FfmpegTools } from './find-ffmpeg.ts';
export { spawnMedia, type EndedBy, type MediaProcess, type MediaProcessOptions, type ProcessExit } from './media-process.ts';
export { addressWithCredentials, addressWithoutCredentials, redactAddresses } from './stream-address.ts';
