import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Where a connection leads, and after how many bytes from there it breaks; never when left out. */
export interface Passage {
  readonly port: number;
  readonly bytes?: number;
}

/** A bad network, such as that between one client and all API processes: every connection takes the next passage. */
export class CuttingProxy {
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly next: () => Passage,
  ) {}

  static async start(next: () => Passage): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server, next);
    server.on('connection', (client) => proxy.lead(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What a lost node does to the connections there are: they stand, and nothing comes over them any more. New ones are led as ever. */
  forget(): void {
    for (const socket of this.open) socket.unpipe().removeAllListeners('data').resume();
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private lead(client: Socket): void {
    const { port, bytes = Number.POSITIVE_INFINITY } = this.next();
    const server = connect(port, '127.0.0.1');
    const sockets = [client, server];
    const cut = () => sockets.forEach((socket) => socket.destroy());
    for (const socket of sockets) {
      this.open.add(socket);
      socket.on('error', cut).on('close', () => {
        this.open.delete(socket);
        cut();
      });
    }
    client.pipe(server);
    let left = bytes;
    server.on('data', (data) => {
      const passed = data.subarray(0, left);
      left -= passed.length;
      client.write(passed, () => left === 0 && cut());
    });
  }
}
