import { type Request, type Response } from 'express';

/** Aborts when the client leaves before it was answered. */
export function clientGone(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('The client hung up.'));
  });
  return controller.signal;
}

/** A path of this server as a URL, by the name the client knows the server by. What is a URL stays. */
export function absoluteUrl(request: Request, url: string): string {
  return new URL(url, `${request.protocol}://${request.get('host') ?? 'localhost'}`).href;
}
