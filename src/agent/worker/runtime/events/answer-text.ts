import { CitationFilter } from '../sources/citation-filter.js';

/** Collects the answer while it streams. What was passed on piece by piece is, put together, exactly `content`. */
export class AnswerText {
  #content = '';
  /** What the current model call has streamed so far, before filtering. */
  #streamed = '';
  #separate = false;
  readonly #citations: CitationFilter;

  constructor(
    knowsSource: (id: string) => boolean,
    private readonly pass: (piece: string) => void,
  ) {
    this.#citations = new CitationFilter(knowsSource);
  }

  get content(): string {
    return this.#content;
  }

  /** A piece of a model call that is still streaming. */
  addPartial(text: string): void {
    this.#streamed += text;
    this.#append(text);
  }

  /** The whole text of a model call, of which nothing, a part or all has been streamed. */
  addFinal(text: string): void {
    this.#append(text.startsWith(this.#streamed) ? text.slice(this.#streamed.length) : '');
    this.#streamed = '';
    this.#separate = true;
  }

  finish(): void {
    this.#write(this.#citations.flush());
  }

  #append(text: string): void {
    if (text === '') return;
    if (this.#separate && this.#content !== '') this.#write(`${this.#citations.flush()}\n\n`);
    this.#separate = false;
    this.#write(this.#citations.push(text));
  }

  #write(text: string): void {
    if (text === '') return;
    this.#content += text;
    this.pass(text);
  }
}
