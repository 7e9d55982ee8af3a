export { openChildRecord } from './child-record.ts';
export { findFfmpeg, type FfmpegTools } from './find-ffmpeg.ts';
export { spawnMedia, type EndedBy, type MediaProcess, type MediaProcessOptions, type ProcessExit } from './media-process.ts';
export { probeStream, type ProbeOptions, type StreamFacts } from './stream-probe.ts';
export { connectionProblem } from './stream-problem.ts';
export { decodeAudio, decodeFrames, decodedSampleRate, type FrameRequest } from './decode.ts';
export { grabFrame } from './frame-grab.ts';
export { decodeLooks, drawStrips, lookSampleRate, lookSize, type Look, type LookRequest } from './decode-looks.ts';
export { filterPath, filterValue } from './filter-text.ts';
