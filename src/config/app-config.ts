import { DAY, HOUR, SECOND } from '../common/clock.js';
import { environmentSchema, type Environment } from './environment.schema.js';

/** The variables were wrong. The message lists every one of them as `NAME: what to do`, and no value. */
export class ConfigError extends Error {
  constructor(readonly issues: readonly string[]) {
    super(`The configuration is not valid:\n${issues.map((issue) => `  ${issue}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * The typed, frozen configuration, grouped by who uses it; durations are in milliseconds.
 * The class is its own injection token. Only `loadConfig` reads the environment.
 */
export class AppConfig {
  readonly production: boolean;
  readonly environment: Environment['ENVIRONMENT'];
  readonly log;
  readonly http;
  readonly postgres;
  readonly mongodb;
  readonly redis;
  readonly objects;
  readonly auth;
  readonly agent;
  readonly shutdownGraceMs: number;

  constructor(env: Environment) {
    this.environment = env.ENVIRONMENT;
    this.production = env.ENVIRONMENT === 'production';
    this.log = Object.freeze({ level: env.LOG_LEVEL, pretty: env.DEBUG });
    this.http = Object.freeze({
      host: env.HOST,
      port: env.PORT,
      workerProbePort: env.WORKER_PROBE_PORT,
      corsOrigins: Object.freeze(env.CORS_ORIGINS),
      trustedProxies: env.TRUSTED_PROXIES,
    });
    this.postgres = Object.freeze({ url: env.POSTGRES_URL, poolSize: env.POSTGRES_POOL_SIZE });
    this.mongodb = env.MONGODB_URL === undefined ? undefined : Object.freeze({ url: env.MONGODB_URL });
    this.redis = Object.freeze({ url: env.REDIS_URL, keyPrefix: env.REDIS_KEY_PREFIX });
    this.objects = Object.freeze({
      endpoint: env.MINIO_ENDPOINT,
      accessKey: env.MINIO_ACCESS_KEY,
      secretKey: env.MINIO_SECRET_KEY,
      bucket: env.MINIO_BUCKET_NAME,
    });
    this.auth = Object.freeze({
      secretKey: env.SECRET_KEY,
      jwtSecret: env.JWT_SECRET_KEY,
      accessTokenMs: env.ACCESS_TOKEN_EXPIRE_HOURS * HOUR,
      refreshTokenMs: env.REFRESH_TOKEN_EXPIRE_DAYS * DAY,
      accessTokenInUrl: env.SSE_ACCEPT_ACCESS_TOKEN_IN_URL ?? !this.production,
      google: oauthClient(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET),
      github: oauthClient(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET),
    });
    this.agent = Object.freeze({
      gemini:
        env.GOOGLE_ADK_API_KEY === undefined
          ? undefined
          : Object.freeze({
              apiKey: env.GOOGLE_ADK_API_KEY,
              model: env.GOOGLE_ADK_MODEL,
              baseUrl: env.GOOGLE_ADK_BASE_URL,
            }),
      timeoutMs: env.AGENT_TIMEOUT_SECONDS * SECOND,
      maxTimeoutMs: env.AGENT_MAX_TIMEOUT_SECONDS * SECOND,
      maxRetries: env.AGENT_MAX_RETRIES,
      runnerPoolSize: env.AGENT_RUNNER_POOL_SIZE,
      maxModelCalls: env.AGENT_MAX_MODEL_CALLS,
      cache: Object.freeze({ enabled: env.AGENT_ENABLE_CACHE, ttlMs: env.AGENT_CACHE_TTL * SECOND }),
      streamRetentionMs: env.STREAM_RETENTION_SECONDS * SECOND,
      fetch: Object.freeze({ allowPrivateHosts: Object.freeze(env.FETCH_ALLOW_PRIVATE_HOSTS) }),
    });
    this.shutdownGraceMs = env.SHUTDOWN_GRACE_SECONDS * SECOND;
    Object.freeze(this);
  }
}

/**
 * Reads and checks the environment. An empty variable counts as unset, as Compose and CI files write them so.
 * @throws ConfigError that lists everything that is wrong at once.
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): AppConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  return new AppConfig(parsed.data);
}

function oauthClient(id: string | undefined, secret: string | undefined) {
  return id === undefined || secret === undefined ? undefined : Object.freeze({ id, secret });
}
