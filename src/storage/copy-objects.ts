import { KEPT_PREFIXES } from './object-keys.js';
import { type ObjectStore, type StoredObject } from './storage.port.js';

/** How far a copy is. */
export interface ObjectsCopyReport {
  /** Objects that are in both stores now. */
  readonly objects: number;
  /** Their bytes. */
  readonly bytes: number;
  /** How many of them were not there before. */
  readonly copied: number;
}

/**
 * Copies what users keep from one store to the other. A key is never written twice, so what is there already is the same
 * and is passed over: a copy that was stopped goes on where it was, and one that finds nothing left is complete.
 * @throws Error when an object does not arrive as it was sent, and the reason of the signal
 */
export async function copyObjects(
  source: ObjectStore,
  target: ObjectStore,
  options: { signal?: AbortSignal; onProgress?: (report: ObjectsCopyReport) => void } = {},
): Promise<ObjectsCopyReport> {
  let report: ObjectsCopyReport = { objects: 0, bytes: 0, copied: 0 };
  for await (const object of keptIn(source)) {
    options.signal?.throwIfAborted();
    const outcome = await copyUnlessThere(source, target, object, options.signal);
    // Deleted since it was listed.
    if (outcome === 'gone') continue;
    report = {
      objects: report.objects + 1,
      bytes: report.bytes + object.size,
      copied: report.copied + (outcome === 'copied' ? 1 : 0),
    };
    options.onProgress?.(report);
  }
  return report;
}

async function* keptIn(store: ObjectStore): AsyncGenerator<StoredObject> {
  for (const prefix of KEPT_PREFIXES) yield* store.list(prefix);
}

async function copyUnlessThere(
  source: ObjectStore,
  target: ObjectStore,
  { key, size }: StoredObject,
  signal?: AbortSignal,
): Promise<'copied' | 'there' | 'gone'> {
  if ((await target.stat(key))?.size === size) return 'there';
  const content = await source.get(key);
  if (content === undefined) return 'gone';
  const arrived = await target.put(key, content, signal);
  if (arrived.size !== size) throw new Error(`${key} has ${size} bytes, but ${arrived.size} arrived.`);
  return 'copied';
}
