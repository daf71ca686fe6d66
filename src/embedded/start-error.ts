/** Something a person must put right before TradeFlow can start. The message is the one sentence they are shown. */
export class StartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StartError';
  }
}
