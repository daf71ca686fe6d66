import { type ClientRequest } from 'node:http';

/** How long one question took, in milliseconds since it was sent. */
export interface TimedRun {
  /** Until the first event: the question is accepted. */
  readonly firstEventMs: number;
  /** Until the first word of the agent: a worker is at it, or the answer came from the cache. */
  readonly startMs: number;
  readonly endMs: number;
  /** Milliseconds from a chunk's being said to its being here, for models that say when they said it. */
  readonly latencies: readonly number[];
  /** The whole stream. */
  readonly text: string;
}

const WORKER_SPEAKS = /"type":"(start|message)"/;
const SAID_AT = /@(\d{13}\.\d)/g;

/** Sends the request and reads the stream to its end, looking at it as little as possible: it shares the machine with what is measured. */
export function timeStream(request: ClientRequest, body: string): Promise<TimedRun> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const latencies: number[] = [];
      let text = '';
      let firstEventMs = 0;
      let startMs = 0;
      response.setEncoding('utf8').on('data', (part: string) => {
        const now = performance.timeOrigin + performance.now();
        firstEventMs ||= elapsed();
        if (startMs === 0 && WORKER_SPEAKS.test(part)) startMs = elapsed();
        // The whole answer, which repeats all times, comes in its own event.
        if (!part.includes('"type":"message"')) {
          for (const [, saidAt] of part.matchAll(SAID_AT)) latencies.push(now - Number(saidAt));
        }
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ firstEventMs, startMs, endMs: elapsed(), latencies, text }));
    });
    request.setHeader('content-length', Buffer.byteLength(body));
    request.end(body);
  });
}
