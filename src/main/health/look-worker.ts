import { parentPort } from 'node:worker_threads';
import { measureFragments, type DecodedCamera } from './fragment-measure.ts';

const port = parentPort;
if (port === null) throw new Error('This runs as a worker only');
port.on('message', ({ id, input }: { readonly id: number; readonly input: DecodedCamera }) => port.postMessage({ id, output: measureFragments(input) }));
