import { type Writable } from 'node:stream';
import { type Request, type Response } from 'express';

/** Aborts when the client leaves before it was answered. */
export function clientGone(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('The client hung up.'));
  });
  return controller.signal;
}

/**
 * Sends the body into `sink`, which is destroyed with an error when the client leaves before all of it has come.
 * @returns lets go of the sink: what is still to come is read and dropped, so that the client gets to the answer. (A
 * `pipeline` would cut the connection instead.)
 */
export function pipeBody(request: Request, sink: Writable): () => void {
  request.once('close', () => {
    if (!request.complete) sink.destroy(new Error('The client hung up.'));
  });
  request.pipe(sink);
  return () => {
    request.unpipe(sink);
    request.resume();
  };
}

/** A path of this server as a URL, by the name the client knows the server by. What is a URL stays. */
export function absoluteUrl(request: Request, url: string): string {
  return new URL(url, `${request.protocol}://${request.get('host') ?? 'localhost'}`).href;
}
