import http from 'node:http';
import https from 'node:https';
import { type Socket } from 'node:net';
import { MinioService } from 'nestjs-minio-client';
import { MINUTE } from '../../../common/clock.js';
import { type AppConfig } from '../../../config/index.js';

export type MinioSettings = NonNullable<AppConfig['objects']['minio']>;

/**
 * Longest time a connection may rest in the middle of something. The library waits for ever; a store that is frozen, or
 * behind a cable that was pulled, must fail what waits for it.
 */
const STALL_LIMIT = 1 * MINUTE;

/** A client for the store itself, or for the address by which the outside world knows it. */
export function createMinioClient(settings: MinioSettings, endpoint = settings.endpoint): MinioService {
  const { hostname, port, protocol } = new URL(endpoint);
  const tls = protocol === 'https:';
  const options = { keepAlive: true, maxSockets: 64 };
  return new MinioService({
    endPoint: hostname,
    port: port === '' ? (tls ? 443 : 80) : Number(port),
    useSSL: tls,
    accessKey: settings.accessKey,
    secretKey: settings.secretKey,
    // Given, so that the library never asks the store for it.
    region: settings.region,
    transportAgent: failWhenStalled(tls ? new https.Agent(options) : new http.Agent(options)),
    // It would write to the console at each retry, and our callers decide about retries.
    retryOptions: { disableRetry: true },
  });
}

/** Node only tells of a socket's time-out; somebody has to end it. */
function failWhenStalled(agent: http.Agent): http.Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback) as Socket;
    socket.setTimeout(STALL_LIMIT, () => {
      socket.destroy(Object.assign(new Error('The object store has stopped answering'), { code: 'ETIMEDOUT' }));
    });
    return socket;
  };
  return agent;
}
