import { Worker } from 'node:worker_threads';
import { SECOND } from '../../common/clock.js';
import { type ReadableText } from './readable-text.js';

/** What needs a library to be read. */
export type DocumentKind = 'pdf' | 'spreadsheet';

const TIME_LIMIT = 15 * SECOND;
const MEMORY_LIMIT_MB = 384;

/**
 * Reads a document in a thread that is ended when it takes too long or too much memory, so that no upload can hold up or
 * bring down the process.
 * @throws Error when it could not be read
 */
export async function readDocument(kind: DocumentKind, content: Buffer, signal?: AbortSignal): Promise<ReadableText> {
  signal?.throwIfAborted();
  const thread = new Worker(new URL('./document-thread.js', import.meta.url), {
    workerData: { kind, content },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
    // A library's complaints about somebody's file are not our log.
    stdout: true,
    stderr: true,
  });
  const limit = AbortSignal.any([AbortSignal.timeout(TIME_LIMIT), ...(signal ? [signal] : [])]);
  try {
    return await new Promise<ReadableText>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`The reading thread ended with ${code}.`)));
      limit.addEventListener('abort', () => reject(limit.reason as Error), { once: true });
    });
  } finally {
    await thread.terminate();
  }
}
