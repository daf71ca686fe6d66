import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../support/free-port.js';
import { answersOk, ManagedProcess, waitUntilReady } from '../../../src/embedded/index.js';

export interface Nginx {
  readonly port: number;
  readonly origin: string;
  stop(): Promise<void>;
}

/** An nginx before the given ports that buffers and compresses whatever it may: the worst one a stream can meet. */
export async function startNginx(program: string, ports: readonly number[]): Promise<Nginx> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tradeflow-nginx-'));
  const port = await freePort();
  await writeFile(path.join(folder, 'nginx.conf'), configuration(folder, port, ports));
  const server = await ManagedProcess.launch({
    name: 'nginx',
    command: program,
    args: ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', path.join(folder, 'error.log')],
    logFile: path.join(folder, 'nginx.log'),
    stopSignal: 'SIGQUIT',
    stopGraceMs: 2_000,
  });
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilReady(server, () => answersOk(`${origin}/health/liveness`));
  return {
    port,
    origin,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, port: number, ports: readonly number[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
    daemon off;
    worker_processes 1;
    pid ${folder}/nginx.pid;
    events { worker_connections 256; }
    http {
      access_log off;
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
      gzip on;
      gzip_types *;
      gzip_proxied any;
      gzip_min_length 0;
      proxy_buffering on;
      upstream apis { ${ports.map((each) => `server 127.0.0.1:${each};`).join(' ')} }
      server {
        listen 127.0.0.1:${port};
        location / { proxy_pass http://apis; }
      }
    }`;
}
