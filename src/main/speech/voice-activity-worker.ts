import { parentPort, workerData } from 'node:worker_threads';
import { findSpeech, type VoiceActivityInput } from './voice-activity.ts';

parentPort?.postMessage(findSpeech(workerData as VoiceActivityInput));
