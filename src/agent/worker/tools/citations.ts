import { type Source } from '../../../session/index.js';

/**
 * The sources that `data` names in `source_id` and `source_ids`, each once, in the order they first stand there:
 * so that every figure has its source, and no source is listed that nothing rests on.
 * @throws Error when a figure names a source nobody gave: a mistake of the provider, never the user's.
 */
export function citedSources(data: unknown, ...available: readonly (readonly Source[])[]): Source[] {
  const known = new Map(available.flat().map((source) => [source.id, source]));
  return [...new Set(sourceIds(data))].map((id) => {
    const source = known.get(id);
    if (!source) throw new Error(`The data names the source "${id}", which no provider gave.`);
    return source;
  });
}

/** Every source id in the data, as often as it stands there. */
function* sourceIds(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'source_id' && typeof inner === 'string') yield inner;
    else if (key === 'source_ids' && Array.isArray(inner)) yield* inner as string[];
    else yield* sourceIds(inner);
  }
}
