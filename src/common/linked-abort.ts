/**
 * A signal that is aborted with another one, or when the work it stands for ends. As `AbortSignal.any`, which costs each run three times
 * as much: it ties signals together by weak references, since it knows no end.
 */
export class LinkedAbort {
  readonly #own = new AbortController();
  readonly #follow = () => this.#own.abort(this.outside.reason);

  constructor(private readonly outside: AbortSignal) {
    if (outside.aborted) this.#follow();
    else outside.addEventListener('abort', this.#follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.#own.signal;
  }

  /** To be called when the work is over, in whatever way: until then the other signal holds on to this one. */
  end(reason: Error): void {
    this.outside.removeEventListener('abort', this.#follow);
    this.#own.abort(reason);
  }
}
