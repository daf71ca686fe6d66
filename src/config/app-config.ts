import { DAY, HOUR, SECOND } from '../common/clock.js';
import { environmentSchema, type Environment } from './environment.schema.js';
import { preferredModel } from './model-variables.js';

const MEBIBYTE = 1_048_576;
/** Where the figures of a process are by custom, in production. */
const METRICS_PORT = 9464;

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
  readonly tracing;
  readonly http;
  readonly postgres;
  readonly mongodb;
  readonly conversations;
  readonly redis;
  readonly objects;
  readonly files;
  readonly auth;
  readonly mail;
  readonly limits;
  readonly agent;
  readonly providers;
  readonly shutdownGraceMs: number;

  constructor(env: Environment) {
    this.environment = env.ENVIRONMENT;
    this.production = env.ENVIRONMENT === 'production';
    this.log = Object.freeze({ level: env.LOG_LEVEL, pretty: env.DEBUG });
    this.tracing = Object.freeze({ endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT });
    this.http = Object.freeze({
      host: env.HOST,
      port: env.PORT,
      workerProbePort: env.WORKER_PROBE_PORT,
      metricsPort: env.METRICS_PORT ?? (this.production ? METRICS_PORT : undefined),
      corsOrigins: Object.freeze(env.CORS_ORIGINS),
      trustedProxies: env.TRUSTED_PROXIES,
    });
    this.postgres = Object.freeze({ url: env.POSTGRES_URL, poolSize: env.POSTGRES_POOL_SIZE });
    this.mongodb = env.MONGODB_URL === undefined ? undefined : Object.freeze({ url: env.MONGODB_URL });
    this.conversations = Object.freeze({ deletedRetentionMs: env.DELETED_CONVERSATION_DAYS * DAY });
    this.redis = Object.freeze({ url: env.REDIS_URL, keyPrefix: env.REDIS_KEY_PREFIX });
    this.objects = Object.freeze({
      directory: env.STORAGE_DIRECTORY,
      minio:
        env.MINIO_ENDPOINT === undefined
          ? undefined
          : Object.freeze({
              endpoint: env.MINIO_ENDPOINT,
              publicEndpoint: env.MINIO_PUBLIC_ENDPOINT ?? env.MINIO_ENDPOINT,
              accessKey: env.MINIO_ACCESS_KEY ?? '',
              secretKey: env.MINIO_SECRET_KEY ?? '',
              bucket: env.MINIO_BUCKET_NAME,
              versioning: env.MINIO_BUCKET_VERSIONING,
              region: env.MINIO_REGION,
            }),
    });
    this.files = Object.freeze({
      maxBytes: env.FILES_MAX_MEGABYTES * MEBIBYTE,
      quotaBytes: env.FILES_QUOTA_MEGABYTES * MEBIBYTE,
      quotaCount: env.FILES_QUOTA_COUNT,
    });
    this.auth = Object.freeze({
      secretKey: env.SECRET_KEY,
      jwtSecret: env.JWT_SECRET_KEY,
      previousJwtSecrets: Object.freeze(env.JWT_PREVIOUS_SECRET_KEYS),
      jwtPrivateKey: env.JWT_PRIVATE_KEY,
      previousJwtPublicKeys: env.JWT_PREVIOUS_PUBLIC_KEYS,
      encryptionKeys: env.DATA_ENCRYPTION_KEYS,
      accessTokenMs: env.ACCESS_TOKEN_EXPIRE_HOURS * HOUR,
      refreshTokenMs: env.REFRESH_TOKEN_EXPIRE_DAYS * DAY,
      accessTokenInUrl: env.SSE_ACCEPT_ACCESS_TOKEN_IN_URL ?? !this.production,
      google: oauthClient(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET, env.GOOGLE_OAUTH_BASE_URL),
      github: oauthClient(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET, env.GITHUB_OAUTH_BASE_URL),
      publicUrl: env.PUBLIC_URL,
      frontendUrl: env.FRONTEND_URL.replace(/\/+$/, ''),
      emailVerificationRequired: (env.EMAIL_VERIFICATION ?? (env.SMTP_URL ? 'required' : 'optional')) === 'required',
      auditRetentionMs: env.AUDIT_RETENTION_DAYS * DAY,
    });
    this.mail = Object.freeze({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM });
    this.limits = Object.freeze({
      general: quota(env.RATE_LIMIT_GENERAL, env.RATE_LIMIT_FACTOR),
      anonymous: quota(env.RATE_LIMIT_ANONYMOUS, env.RATE_LIMIT_FACTOR),
      query: quota(env.RATE_LIMIT_QUERY, env.RATE_LIMIT_FACTOR),
      login: quota(env.RATE_LIMIT_LOGIN, env.RATE_LIMIT_FACTOR),
      register: quota(env.RATE_LIMIT_REGISTER, env.RATE_LIMIT_FACTOR),
      refresh: quota(env.RATE_LIMIT_REFRESH, env.RATE_LIMIT_FACTOR),
      mail: quota(env.RATE_LIMIT_MAIL, env.RATE_LIMIT_FACTOR),
      loginLock: Object.freeze({
        account: env.LOGIN_LOCK_AFTER,
        address: env.LOGIN_LOCK_AFTER * 10 * env.RATE_LIMIT_FACTOR,
      }),
    });
    this.agent = Object.freeze({
      /** `analyst`, a Gemini model, or `openai:<model>`. */
      model: preferredModel(env),
      gemini:
        env.GOOGLE_ADK_API_KEY === undefined
          ? undefined
          : Object.freeze({
              apiKey: env.GOOGLE_ADK_API_KEY,
              baseUrl: env.GOOGLE_ADK_BASE_URL,
              thinkingBudget: env.GOOGLE_ADK_THINKING_BUDGET,
            }),
      openai: Object.freeze({ apiKey: env.OPENAI_API_KEY, baseUrl: env.OPENAI_BASE_URL.replace(/\/+$/, '') }),
      fallbackModels: Object.freeze(env.AGENT_FALLBACK_MODELS),
      timeoutMs: env.AGENT_TIMEOUT_SECONDS * SECOND,
      maxTimeoutMs: env.AGENT_MAX_TIMEOUT_SECONDS * SECOND,
      maxRetries: env.AGENT_MAX_RETRIES,
      runnerPoolSize: env.AGENT_RUNNER_POOL_SIZE,
      maxConcurrentRunsPerUser: env.AGENT_MAX_CONCURRENT_RUNS_PER_USER,
      daily: Object.freeze({
        runs: env.AGENT_DAILY_RUNS,
        tokens: env.AGENT_DAILY_TOKENS,
        reservedTokens: env.AGENT_RESERVED_TOKENS,
      }),
      maxModelCalls: env.AGENT_MAX_MODEL_CALLS,
      cache: Object.freeze({ enabled: env.AGENT_ENABLE_CACHE, ttlMs: env.AGENT_CACHE_TTL * SECOND }),
      streamRetentionMs: env.STREAM_RETENTION_SECONDS * SECOND,
      fetch: Object.freeze({ allowPrivateHosts: Object.freeze(env.FETCH_ALLOW_PRIVATE_HOSTS) }),
    });
    this.providers = Object.freeze({
      online: env.PROVIDERS_ONLINE ?? (env.ENVIRONMENT === 'test' ? 'false' : 'auto'),
      contact: env.PROVIDERS_CONTACT,
      directory: env.PROVIDERS_DIRECTORY,
      comtradeKey: env.COMTRADE_API_KEY,
      jinaKey: env.JINA_API_KEY,
      pageReader: env.PAGE_READER,
      searxngUrl: env.SEARXNG_URL,
      tavilyKey: env.TAVILY_API_KEY,
      tendataKey: env.TENDATA_API_KEY,
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

function oauthClient(id: string | undefined, secret: string | undefined, baseUrl: string | undefined) {
  if (id === undefined || secret === undefined) return undefined;
  return Object.freeze({ id, secret, baseUrl: baseUrl?.replace(/\/+$/, '') });
}

/** `30/60` → 30 requests in 60 seconds, times the factor; undefined for `off`. */
function quota(text: string, factor: number) {
  if (text === 'off') return undefined;
  const [requests, seconds] = text.split('/').map(Number);
  return Object.freeze({ requests: (requests ?? 0) * factor, seconds: seconds ?? 1 });
}
