import { type Response } from 'express';
import { SECOND } from '../../common/clock.js';
import { annotateRequest, type RequestAnnotations } from '../../telemetry/index.js';

/** Often enough for the idle limits of usual proxies (nginx 60 s, load balancers 30 s). */
const HEARTBEAT_EVERY = 15 * SECOND;

/** A reader who leaves this many bytes unread is dropped; it resumes where it was with the id it saw last. */
const MAX_UNREAD_BYTES = 1024 * 1024;

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-store, no-transform',
  Connection: 'keep-alive',
  // Keeps nginx from collecting events before it passes them on.
  'X-Accel-Buffering': 'no',
};

const HEARTBEAT = Buffer.from(': heartbeat\n\n');

/**
 * One client's event stream. Frames are written as they come, those of one moment in one packet; the producer never
 * waits for the client.
 */
export class EventStreamResponse {
  private heartbeat: NodeJS.Timeout | undefined;
  private expiry: NodeJS.Timeout | undefined;
  private readonly closeListeners: (() => void)[] = [];

  /** Answers a HEAD request: what a stream would begin with, and its end, so that the connection is free for the next request. */
  static answerHead(response: Response): void {
    // As a stream's own headers say. Without it Node closes the connection: it cannot tell where an answer ends that has no length.
    const framing = response.req.httpVersion === '1.1' ? { 'Transfer-Encoding': 'chunked' } : {};
    response.writeHead(200, { ...HEADERS, ...framing }).end();
  }

  /** @param expiresAt when the proof of identity ends, and the stream with it */
  constructor(
    private readonly response: Response,
    expiresAt?: Date,
  ) {
    // The client may have left while it was let in: then there is no `close` to come that would stop the timers.
    if (this.closed) return;
    response.req.socket.setNoDelay(true);
    response.req.socket.setTimeout(0);
    // Held back for this moment only: what is there to be told goes in the packet of the headers.
    response.cork();
    response.writeHead(200, HEADERS);
    response.flushHeaders();
    process.nextTick(() => response.uncork());
    this.heartbeat = setInterval(() => this.write([HEARTBEAT]), HEARTBEAT_EVERY);
    this.expiry = expiresAt && setTimeout(() => this.end(), Math.min(expiresAt.getTime() - Date.now(), 2 ** 31 - 1));
    // `close` of the response: that of the request does not come once its body was read.
    response.once('close', () => this.release());
  }

  /** Calls back once, when the client has gone or the stream was ended. */
  onClose(listener: () => void): void {
    if (this.closed) listener();
    else this.closeListeners.push(listener);
  }

  get closed(): boolean {
    return this.response.writableEnded || this.response.destroyed;
  }

  /** Adds to the access line that is written when the stream is closed. */
  annotate(annotations: RequestAnnotations): void {
    annotateRequest(this.response, annotations);
  }

  write(frames: readonly Buffer[]): void {
    if (this.closed) return;
    if (this.response.writableLength > MAX_UNREAD_BYTES) {
      this.response.destroy();
      return;
    }
    // One chunk, which Node holds back for this moment: an end that follows at once goes in the same packet.
    this.response.write(Buffer.concat(frames));
  }

  /** Ends the stream politely: what was written still arrives. */
  end(): void {
    if (!this.closed) this.response.end();
  }

  private release(): void {
    clearInterval(this.heartbeat);
    clearTimeout(this.expiry);
    for (const listener of this.closeListeners.splice(0)) listener();
  }
}
