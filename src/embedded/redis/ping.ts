import { connect } from 'node:net';
import { once } from 'node:events';

/**
 * Whether a Redis answers. It answers LOADING while it reads its data.
 * Two lines of its protocol stand in for a client here: clients of Redis belong to the cache module, and this one is gone
 * before there is an application.
 */
export async function ping(host: string, port: number, password: string): Promise<boolean> {
  const socket = connect({ host, port });
  socket.setTimeout(2_000, () => socket.destroy(new Error('Redis does not answer')));
  try {
    await once(socket, 'connect');
    socket.write(`AUTH ${password}\r\nPING\r\n`);
    let answer = '';
    for await (const part of socket) {
      answer += String(part);
      if (answer.split('\r\n').length > 2) break;
    }
    return answer === '+OK\r\n+PONG\r\n';
  } finally {
    socket.destroy();
  }
}
