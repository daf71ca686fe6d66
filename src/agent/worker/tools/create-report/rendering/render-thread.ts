// Runs in a thread of its own: a long table takes seconds, in which the worker has other runs to stream and locks to keep.
import { parentPort, workerData } from 'node:worker_threads';
import { type ReportDocument } from '../content/report-document.js';
import { type HeavyFormat } from './render-report.js';

/** Loaded by need: each of them is large. */
const RENDERERS: Readonly<Record<HeavyFormat, () => Promise<(report: ReportDocument) => Promise<Buffer>>>> = {
  pdf: async () => (await import('./pdf/pdf-report.js')).renderPdf,
  xlsx: async () => (await import('./xlsx-report.js')).renderXlsx,
};

const { report, format } = workerData as { report: ReportDocument; format: HeavyFormat };
const render = await RENDERERS[format]();
parentPort?.postMessage(new Uint8Array(await render(report)));
