/**
 * The promise, or the signal's reason as soon as it is aborted. The work itself is not waited for any longer; should it
 * fail afterwards, nobody is told.
 */
export function rejectOnAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/**
 * The items of an iterator until the signal is aborted; then it throws the signal's reason, without waiting for an iterator
 * that does not heed the signal.
 */
export async function* untilAborted<T>(items: AsyncGenerator<T, void>, signal: AbortSignal): AsyncGenerator<T, void> {
  let exhausted = false;
  // One listener for all items: a model's answer has many, and a listener each costs more than the item.
  let reject: (reason: Error) => void = () => undefined;
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    while (true) {
      const next = await new Promise<IteratorResult<T, void>>((resolve, refuse) => {
        reject = refuse;
        if (signal.aborted) abort();
        items.next().then(resolve, refuse);
      });
      if (next.done) {
        exhausted = true;
        return;
      }
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    // Not awaited: an iterator that hangs would hold up the abort. It ends by itself once its pending work does.
    if (!exhausted) items.return().catch(() => undefined);
  }
}
