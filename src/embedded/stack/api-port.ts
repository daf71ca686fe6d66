import { once } from 'node:events';
import { createServer } from 'node:net';
import getPort from 'get-port';
import { StartError } from '../start-error.js';

/**
 * The configured port of the API, known to be free; 0 stands for any.
 * @throws StartError when another program has it.
 */
export async function requireFreePort({ host, port }: { host: string; port: number }): Promise<number> {
  if (port === 0) return getPort();
  const probe = createServer().listen({ host, port });
  try {
    await once(probe, 'listening');
    return port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is used by another program' : `cannot be used on ${host} (${code})`;
    throw new StartError(
      `Port ${port} ${why}; end that program or choose another port, e.g. PORT=8080 npm start.`,
      error,
    );
  } finally {
    probe.close();
  }
}

/** The configured port of the API when it is free, any other when it is not. */
export function preferPort({ port }: { port: number }): Promise<number> {
  return getPort({ port });
}
