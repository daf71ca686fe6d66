const OPEN = '<think>';
const CLOSE = '</think>';

/** A piece of what a model wrote. */
export interface Piece {
  readonly text: string;
  readonly thought: boolean;
}

/**
 * Tells thoughts from the answer where a server streams both as one text: open models write `<think>…</think>` before they answer, and
 * older servers pass it on. A tag may come in several pieces.
 */
export class ThoughtTags {
  #state: 'beginning' | 'thinking' | 'between' | 'answering' = 'beginning';
  #held = '';

  push(text: string): Piece[] {
    if (this.#state === 'answering') return pieces(text, false);
    if (this.#state === 'between') return this.#answer(text);
    this.#held += text;
    if (this.#state === 'beginning' && !this.#begin()) return [];
    return this.#state === 'thinking' ? this.#think() : this.flush();
  }

  /** What was kept back, once nothing follows. */
  flush(): Piece[] {
    const rest = this.#held;
    this.#held = '';
    return pieces(rest, this.#state === 'thinking');
  }

  /** Whether it is decided how the text begins. */
  #begin(): boolean {
    const start = this.#held.trimStart();
    if (start.length < OPEN.length && OPEN.startsWith(start)) return false;
    this.#state = start.startsWith(OPEN) ? 'thinking' : 'answering';
    if (this.#state === 'thinking') this.#held = start.slice(OPEN.length);
    return true;
  }

  #think(): Piece[] {
    const end = this.#held.indexOf(CLOSE);
    if (end < 0) {
      // The last characters may be the beginning of the tag.
      const safe = Math.max(0, this.#held.length - CLOSE.length + 1);
      const thought = this.#held.slice(0, safe);
      this.#held = this.#held.slice(safe);
      return pieces(thought, true);
    }
    const thought = this.#held.slice(0, end);
    const rest = this.#held.slice(end + CLOSE.length);
    this.#state = 'between';
    this.#held = '';
    return [...pieces(thought, true), ...this.#answer(rest)];
  }

  /** The blank lines between thoughts and answer belong to neither. */
  #answer(text: string): Piece[] {
    const answer = text.trimStart();
    if (answer !== '') this.#state = 'answering';
    return pieces(answer, false);
  }
}

function pieces(text: string, thought: boolean): Piece[] {
  return text === '' ? [] : [{ text, thought }];
}
