import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { WebSocket } from 'undici';
import { eventually } from './eventually.js';

/** Makes a Node process' inspector take a free port once it is asked for. */
export const INSPECTABLE = { NODE_OPTIONS: '--inspect-port=0' };

/** A Node process that was started with INSPECTABLE, and the file it writes to. */
export interface Inspectable {
  readonly logFile: string;
  kill(signal: NodeJS.Signals): void;
}

/** Looks into a running process: what is alive in it after all garbage is gone. */
export class ProcessInspector {
  private calls = 0;

  private constructor(private readonly socket: WebSocket) {}

  static async of(process: Inspectable): Promise<ProcessInspector> {
    process.kill('SIGUSR1');
    const address = async () => /ws:\/\/\S+/.exec(await readFile(process.logFile, 'utf8'))?.[0];
    const socket = new WebSocket(await eventually('The inspector', address));
    await once(socket, 'open');
    return new ProcessInspector(socket);
  }

  /** Bytes of the heap in use after a garbage collection. */
  async heapBytes(): Promise<number> {
    await this.call('HeapProfiler.collectGarbage');
    return ((await this.call('Runtime.getHeapUsage')) as { usedSize: number }).usedSize;
  }

  /** How many resources of a kind, such as `Timeout` or `TCPSocketWrap`, keep the process busy. */
  async count(kind: string): Promise<number> {
    const expression = `process.getActiveResourcesInfo().filter((kind) => kind === ${JSON.stringify(kind)}).length`;
    const answer = await this.call('Runtime.evaluate', { expression, returnByValue: true });
    return (answer as { result: { value: number } }).result.value;
  }

  close(): void {
    this.socket.close();
  }

  /** One call at a time: the next answer with our number is ours. */
  private async call(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    const id = (this.calls += 1);
    this.socket.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [message] = (await once(this.socket, 'message')) as [{ data: string }];
      const answer = JSON.parse(message.data) as { id?: number; result?: unknown };
      if (answer.id === id) return answer.result;
    }
  }
}
