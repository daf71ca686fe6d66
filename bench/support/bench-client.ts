import http from 'node:http';
import { ApiClient, registerUser } from '../../test/support/api-client.js';

/** How long one question took, in milliseconds since it was sent. */
export interface TimedRun {
  /** Until the first event: the question is accepted. */
  readonly firstEventMs: number;
  /** Until the first word of the agent: a worker is at it, or the answer came from the cache. */
  readonly startMs: number;
  readonly endMs: number;
}

export interface Question {
  readonly message: string;
  readonly cache: boolean;
}

const WORKER_SPEAKS = /"type":"(start|message)"/;

/** A user who asks over one kept connection. It looks at the stream as little as it can, as it shares the machine with what it measures. */
export class BenchClient {
  private readonly agent = new http.Agent({ keepAlive: true });

  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async register(origin: string): Promise<BenchClient> {
    const { accessToken } = await registerUser(new ApiClient(origin));
    return new BenchClient(`${origin}/api/v1/agent/query`, accessToken);
  }

  /** Asks in a new session and follows the run to its end. @throws Error when it did not succeed */
  ask({ message, cache }: Question): Promise<TimedRun> {
    const body = JSON.stringify({ message, cache, stream: true });
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request(this.url, {
        agent: this.agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${this.token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        let firstEventMs = 0;
        let startMs = 0;
        response.setEncoding('utf8').on('data', (part: string) => {
          firstEventMs ||= performance.now() - startedAt;
          text += part;
          if (startMs === 0 && WORKER_SPEAKS.test(part)) startMs = performance.now() - startedAt;
        });
        response.on('error', reject);
        response.on('end', () => {
          if (text.includes('"status":"succeeded"'))
            resolve({ firstEventMs, startMs, endMs: performance.now() - startedAt });
          else reject(new Error(`The run did not succeed (${response.statusCode}): ${text.slice(-1_000)}`));
        });
      });
      request.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
