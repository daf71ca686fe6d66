// Runs in a thread of its own: the libraries below are given whatever anyone uploads, may take long, and must then be ended.
import { parentPort, workerData } from 'node:worker_threads';
import { type DocumentKind } from './document-reader.js';
import { type ReadableText } from './readable-text.js';

/** Loaded by need: each of them is large. */
const READERS: Readonly<Record<DocumentKind, () => Promise<(content: Buffer) => Promise<ReadableText>>>> = {
  pdf: async () => (await import('./read-pdf.js')).readPdf,
  spreadsheet: async () => (await import('./read-xlsx.js')).readXlsx,
};

const { kind, content } = workerData as { kind: DocumentKind; content: Uint8Array };
const read = await READERS[kind]();
parentPort?.postMessage(await read(Buffer.from(content.buffer, content.byteOffset, content.byteLength)));
