/** A reference to a source, alone or in a list as models like to write it: `[s1]`, `[s1, s2]`. */
const CITATION = /\[(s\d+(?:\s*[,，、;]\s*s\d+)*)\]/g;
/** What may be the beginning of one at the end of a piece. */
const UNFINISHED = /\[(?:s[\d\s,，、;s]*)?$/;

/**
 * Keeps references of a streamed text true: `[s1, s2]` becomes `[s1][s2]`, and one that refers to no source is left out. A piece may
 * end within a reference, so its end is held back until the next piece decides.
 */
export class CitationFilter {
  #held = '';

  constructor(private readonly known: (id: string) => boolean) {}

  /** The next piece of the text, as far as it can be passed on. */
  push(piece: string): string {
    // Most pieces refer to nothing.
    if (this.#held === '' && !piece.includes('[')) return piece;
    const text = this.#held + piece;
    const cut = text.search(UNFINISHED);
    this.#held = cut < 0 ? '' : text.slice(cut);
    return this.#check(cut < 0 ? text : text.slice(0, cut));
  }

  /** What was held back, once nothing more comes. */
  flush(): string {
    const rest = this.#check(this.#held);
    this.#held = '';
    return rest;
  }

  #check(text: string): string {
    return text.replace(CITATION, (_, list: string) =>
      [...list.matchAll(/s\d+/g)]
        .filter(([id]) => this.known(id))
        .map(([id]) => `[${id}]`)
        .join(''),
    );
  }
}
