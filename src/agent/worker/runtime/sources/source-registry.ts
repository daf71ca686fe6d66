import { type Source } from '../../../../session/index.js';
import { type ToolFindings } from '../../tools/tool.js';

/**
 * Numbers the sources of all tools of a run as one list s1, s2, …, the same source once, so that `[s1]` means one thing in
 * findings, events and answer. In a conversation the numbering goes on, since the model still sees the earlier findings.
 */
export class SourceRegistry {
  readonly #byKey = new Map<string, Source>();
  readonly #byId = new Map<string, Source>();
  /** Ids of the sources that tools of this run returned. */
  readonly #found = new Set<string>();
  #last = 0;

  /** @param known the sources of earlier turns that the model still sees, under the ids they have there */
  constructor(known: readonly Source[] = []) {
    for (const source of known) this.#keep(source);
  }

  /**
   * The findings with their sources under this run's ids, wherever `source_id` or `source_ids` names one.
   * @throws Error when a figure names a source the findings do not list: it could not be checked by anyone.
   */
  adopt<D>(findings: ToolFindings<D>): ToolFindings<D> {
    const ids = new Map(findings.sources.map((source) => [source.id, this.#register(source)]));
    const sources = [...new Set(ids.values())].map((id) => this.#byId.get(id)!);
    return { ...findings, sources, data: renumber(findings.data, ids) as D };
  }

  /** The source under this run's id; it belongs to the answer from now on. */
  add(source: Source): Source {
    return this.#byId.get(this.#register(source))!;
  }

  /** Whether `[id]` refers to anything. */
  knows(id: string): boolean {
    return this.#byId.has(id);
  }

  /** What this run's tools returned, and what the text cites from earlier turns, in order of their numbers. */
  usedBy(text: string): Source[] {
    const cited = new Set([...text.matchAll(/\[(s\d+)\]/g)].map((match) => match[1]));
    return [...this.#byId.values()]
      .filter((source) => this.#found.has(source.id) || cited.has(source.id))
      .sort((a, b) => number(a.id) - number(b.id));
  }

  #register(source: Source): string {
    const known = this.#byKey.get(key(source));
    const id = known?.id ?? `s${this.#last + 1}`;
    if (!known) this.#keep({ ...source, id });
    this.#found.add(id);
    return id;
  }

  #keep(source: Source): void {
    this.#last = Math.max(this.#last, number(source.id));
    this.#byId.set(source.id, source);
    if (!this.#byKey.has(key(source))) this.#byKey.set(key(source), source);
  }
}

function key({ title, url, period }: Source): string {
  return JSON.stringify([title, url, period ?? null]);
}

function number(id: string): number {
  return Number(id.slice(1)) || 0;
}

function renumber(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => renumber(item, ids));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      if (name === 'source_id') return [name, rename(entry as string, ids)];
      if (name === 'source_ids') return [name, [...new Set((entry as string[]).map((id) => rename(id, ids)))]];
      return [name, renumber(entry, ids)];
    }),
  );
}

function rename(id: string, ids: ReadonlyMap<string, string>): string {
  const renamed = ids.get(id);
  if (renamed === undefined) throw new Error(`A figure names the source ${id}, which the findings do not list.`);
  return renamed;
}
