import http from 'node:http';
import { ApiClient, registerUser } from '../../test/support/api-client.js';
import { keptConnections } from './kept-connections.js';
import { type TimedRun, timeStream } from './timed-stream.js';

export interface Question {
  readonly message: string;
  readonly cache: boolean;
}

/** A user who asks over one kept connection. */
export class BenchClient {
  private readonly agent = keptConnections();

  private constructor(
    private readonly origin: string,
    private readonly token: string,
  ) {}

  static async register(origin: string): Promise<BenchClient> {
    const { accessToken } = await registerUser(new ApiClient(origin));
    return new BenchClient(origin, accessToken);
  }

  /** Asks in a new session and follows the run to its end. @throws Error when it did not succeed */
  async ask({ message, cache }: Question): Promise<TimedRun> {
    const run = await timeStream(
      this.request('POST', '/api/v1/agent/query', this.agent),
      JSON.stringify({ message, cache, stream: true }),
    );
    if (!run.text.includes('"status":"succeeded"')) throw new Error(`The run failed: ${run.text.slice(-1_000)}`);
    return run;
  }

  /** Watches a session over a connection of its own. @param onData called with the bytes of each part */
  follow(sessionId: string, onData: (bytes: number) => void): Promise<http.ClientRequest> {
    const request = this.request('GET', `/api/v1/agent/stream?session_id=${sessionId}`, false);
    return new Promise((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        if (response.statusCode === 200) resolve(request);
        else reject(new Error(`The stream answered ${response.statusCode}.`));
        response.on('error', () => undefined); // It ends when the benchmark does.
        response.on('data', (part: Buffer) => onData(part.length));
      });
      request.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private request(method: string, path: string, agent: http.Agent | false): http.ClientRequest {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    return http.request(this.origin + path, { agent, method, headers });
  }
}
