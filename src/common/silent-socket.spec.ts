import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Conversation, endWhenSilent } from './silent-socket.js';

const LIMIT = 80;

describe('endWhenSilent', () => {
  let server: Server;
  let client: Socket;
  let other: Socket;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const accepted = once(server, 'connection');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(client, 'connect');
    [other] = (await accepted) as [Socket];
  });
  afterEach(async () => {
    client.destroy();
    other.destroy();
    server.close();
    await once(server, 'close');
  });

  /** Resolves when the socket has been looked at so often that it would have been ended twice over. */
  const lookedAt = (asked: Conversation['awaits'] = () => false) => {
    let looks = 40;
    return new Promise<void>((resolve) => {
      endWhenSilent(client, LIMIT, {
        awaits: () => {
          looks -= 1;
          if (looks === 0) resolve();
          return asked();
        },
      });
    });
  };

  it('should end the connection when an answer is due and nothing comes', async () => {
    const failed = once(client, 'close', { signal: AbortSignal.timeout(20 * LIMIT) }).catch((error: Error) => error);

    endWhenSilent(client, LIMIT, { awaits: () => true });

    expect(await failed).toMatchObject({ code: 'ETIMEDOUT', message: expect.stringContaining('80 ms') });
  });

  it('should leave the connection alone when no answer is due', async () => {
    await lookedAt();

    expect(client.destroyed).toBe(false);
  });

  it('should leave the connection alone when something comes now and then', async () => {
    client.resume();
    let looks = 0;
    await lookedAt(() => {
      looks += 1;
      if (looks % 5 === 0) other.write('.');
      return true;
    });

    expect(client.destroyed).toBe(false);
  });

  it('should ask for an answer when nothing comes and nothing is awaited', async () => {
    const asked = new Promise<void>((resolve) =>
      endWhenSilent(client, LIMIT, { awaits: () => false, ask: () => resolve() }),
    );

    await expect(asked).resolves.toBeUndefined();
  });
});
