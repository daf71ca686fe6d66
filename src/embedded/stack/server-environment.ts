import { type AppConfig, inheritedEnvironment, loadConfig } from '../../config/index.js';
import { type Secrets } from './data-folder.js';

/** Where the servers of a stack find their stores, and which ports they take. */
export interface Addresses {
  readonly postgresUrl: string;
  readonly redisUrl: string;
  readonly port: number;
  readonly workerProbePort: number;
}

/**
 * What API and worker are told: what we were told ourselves (so a Gemini key in `.env` counts), but with the embedded
 * stores in place of any that are configured, and with kept secrets where none are given.
 */
export function serverEnvironment(secrets: Secrets, addresses: Addresses): NodeJS.ProcessEnv {
  const given = inheritedEnvironment();
  return {
    ...given,
    POSTGRES_URL: addresses.postgresUrl,
    REDIS_URL: addresses.redisUrl,
    // An empty variable counts as unset.
    MONGODB_URL: '',
    MINIO_ENDPOINT: '',
    SECRET_KEY: given.SECRET_KEY || secrets.secretKey,
    JWT_SECRET_KEY: given.JWT_SECRET_KEY || secrets.jwtSecretKey,
    PORT: String(addresses.port),
    WORKER_PROBE_PORT: String(addresses.workerProbePort),
  };
}

/**
 * The configuration the servers will have, but for their addresses.
 * @throws ConfigError for a wrong variable, so that it is told before anything is started.
 */
export function previewConfig(secrets: Secrets): AppConfig {
  const later = { postgresUrl: 'postgresql://later', redisUrl: 'redis://later', workerProbePort: 0 };
  return loadConfig({ ...serverEnvironment(secrets, { ...later, port: 0 }), PORT: inheritedEnvironment().PORT });
}
