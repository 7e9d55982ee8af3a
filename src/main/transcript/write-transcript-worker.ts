import { parentPort, workerData } from 'node:worker_threads';
import { drawPdf } from './draw-pdf.ts';
import type { TranscriptPaper } from './transcript-paper.ts';
import { writeDocx } from './write-docx.ts';

const paper = workerData as TranscriptPaper;
parentPort?.postMessage({ pdf: await drawPdf(paper), docx: await writeDocx(paper) });
