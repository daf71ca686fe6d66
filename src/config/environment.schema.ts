import { z } from 'zod';
import { modelIssues, modelVariables } from './model-variables.js';
import { providerVariables } from './provider-variables.js';
import {
  doc,
  encryptionKeys,
  flag,
  list,
  origin,
  pem,
  postgresUrl,
  quota,
  url,
  whole,
  type VariableDoc,
} from './variable-shapes.js';

const DEFAULT_SECRET = 'change-me-in-production';

/** One entry a variable: its shape (strings in, typed values out), its default and what the manual says of it. */
const variables = {
  ENVIRONMENT: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .meta(doc('Process', 'Where this runs. In production weak or default secrets stop the start.')),
  DEBUG: flag.default(false).meta(doc('Process', 'Pretty, verbose logs on the console.')),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']))
    .default('info')
    .meta(doc('Process', 'Least severe log line that is written.')),
  HOST: z.string().min(1).default('0.0.0.0').meta(doc('Process', 'Address the API listens on.')),
  PORT: whole(0, 65_535).default(8000).meta(doc('Process', 'Port of the API. 0 takes any free port.')),
  WORKER_PROBE_PORT: whole(0, 65_535)
    .default(8001)
    .meta(doc('Process', 'Port of the worker’s health probe. 0 takes any free port.')),
  METRICS_PORT: whole(0, 65_535)
    .optional()
    .meta(
      doc(
        'Process',
        'Port of its own for the API’s /metrics, so that it need not be public; the worker’s is on its probe’s port. Default: 9464 in production, else the port of the API itself.',
      ),
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:'])
    .optional()
    .meta(
      doc(
        'Process',
        'Collector of traces, OpenTelemetry’s protocol over HTTP, e.g. http://collector:4318. A question is one trace over API, worker, model and tools. Unset: nothing is traced.',
      ),
    ),
  CORS_ORIGINS: list
    .default([])
    .meta(
      doc('Process', 'Comma-separated origins of the front ends that may call from a browser. Others get nothing.'),
    ),
  TRUSTED_PROXIES: z
    .string()
    .default('loopback')
    .meta(doc('Process', 'Addresses whose X-Forwarded-* headers are believed (Express `trust proxy` syntax).')),
  SHUTDOWN_GRACE_SECONDS: whole(1, 600)
    .default(20)
    .meta(doc('Process', 'How long a stopping process finishes what it has begun before it hands back the rest.')),

  POSTGRES_URL: postgresUrl
    .default('postgresql://tradeflow:tradeflow@localhost:5432/tradeflow')
    .meta(doc('Stores', 'PostgreSQL: users, runs, audit. `postgresql+asyncpg://` is understood too.', true)),
  POSTGRES_POOL_SIZE: whole(1, 200).default(10).meta(doc('Stores', 'Connections to PostgreSQL a process may hold.')),
  REDIS_URL: url(['redis:', 'rediss:'])
    .default('redis://localhost:6379/0')
    .meta(doc('Stores', 'Redis: queue, run events, cache. It must run with maxmemory-policy noeviction.', true)),
  REDIS_KEY_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{1,24}$/, 'must be 1 to 24 lower-case letters, digits or dashes')
    .default('tf')
    .meta(
      doc('Stores', 'What every Redis key of ours starts with, so that several installations may share one server.'),
    ),
  MONGODB_URL: z
    .string()
    // No URL by the letter: a replica set's names several hosts.
    .regex(
      /^mongodb(\+srv)?:\/\/[^/?\s]+([/?]\S*)?$/,
      'must be a connection string such as mongodb://host:27017/tradeflow',
    )
    .optional()
    .meta(doc('Stores', 'MongoDB for conversations. Unset: conversations live in PostgreSQL.', true)),
  DELETED_CONVERSATION_DAYS: whole(0, 365)
    .default(7)
    .meta(
      doc(
        'Stores',
        'How long a conversation that its user deleted is kept, unseen, before it is removed for good, in days.',
      ),
    ),
  STORAGE_DIRECTORY: z
    .string()
    .min(1)
    .default('.data/objects')
    .meta(
      doc(
        'Stores',
        'Folder of files and artifacts where no MINIO_ENDPOINT is set. API and worker must see the same one.',
      ),
    ),
  MINIO_ENDPOINT: origin
    .optional()
    .meta(doc('Stores', 'MinIO or any S3 endpoint, host:port or URL. Unset: objects live in STORAGE_DIRECTORY.')),
  MINIO_PUBLIC_ENDPOINT: origin
    .optional()
    .meta(
      doc(
        'Stores',
        'The same object store as clients reach it; signed URLs name it. Unset: MINIO_ENDPOINT serves both.',
      ),
    ),
  MINIO_ACCESS_KEY: z
    .string()
    .optional()
    .meta(doc('Stores', 'Access key of the object store.', true)),
  MINIO_SECRET_KEY: z
    .string()
    .optional()
    .meta(doc('Stores', 'Secret key of the object store.', true)),
  MINIO_BUCKET_NAME: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be 3 to 63 lower-case letters, digits, dots or dashes')
    .default('tradeflow')
    .meta(doc('Stores', 'Bucket that holds files and artifacts. It is made when it does not exist.')),
  MINIO_BUCKET_VERSIONING: flag
    .default(false)
    .meta(doc('Stores', 'Whether the bucket keeps what was deleted for another 30 days, against mishaps.')),
  MINIO_REGION: z
    .string()
    .min(1)
    .default('us-east-1')
    .meta(doc('Stores', 'Region of the bucket. MinIO has only the default one.')),

  FILES_MAX_MEGABYTES: whole(1, 5120).default(1024).meta(doc('Files', 'Largest file a user may keep, in MiB.')),
  FILES_QUOTA_MEGABYTES: whole(1, 1_048_576)
    .default(5120)
    .meta(doc('Files', 'What all files of a user may have together, in MiB. The same content counts once.')),
  FILES_QUOTA_COUNT: whole(1, 1_000_000).default(1000).meta(doc('Files', 'How many files a user may keep.')),

  SECRET_KEY: z
    .string()
    .min(1)
    .default(DEFAULT_SECRET)
    .meta(doc('Identity', 'Signs cookies and links. At least 32 random characters in production.', true)),
  JWT_SECRET_KEY: z
    .string()
    .min(1)
    .default(DEFAULT_SECRET)
    .meta(doc('Identity', 'Signs access tokens. At least 32 random characters in production.', true)),
  ACCESS_TOKEN_EXPIRE_HOURS: whole(1, 168).default(4).meta(doc('Identity', 'Life of an access token, in hours.')),
  REFRESH_TOKEN_EXPIRE_DAYS: whole(1, 365).default(30).meta(doc('Identity', 'Life of a login, in days.')),
  JWT_PREVIOUS_SECRET_KEYS: list
    .default([])
    .meta(
      doc(
        'Identity',
        'Comma-separated former values of JWT_SECRET_KEY: their tokens stay good until they expire, so a change logs nobody out.',
        true,
      ),
    ),
  JWT_PRIVATE_KEY: pem
    .optional()
    .meta(
      doc(
        'Identity',
        'Private key (PEM or its base64; EC P-256 or RSA) that signs access tokens instead of JWT_SECRET_KEY, whose tokens stay good. Others verify with /.well-known/jwks.json.',
        true,
      ),
    ),
  JWT_PREVIOUS_PUBLIC_KEYS: pem
    .optional()
    .meta(doc('Identity', 'Public keys (PEM, one after the other) of former values of JWT_PRIVATE_KEY.')),
  DATA_ENCRYPTION_KEYS: encryptionKeys
    .optional()
    .meta(
      doc(
        'Identity',
        'Comma-separated `id:key` (32 bytes in base64). The first encrypts sensitive fields, all decrypt; `npm run admin -- reencrypt` brings old ones up to the first. Default: one key derived from SECRET_KEY.',
        true,
      ),
    ),
  PUBLIC_URL: url(['http:', 'https:'])
    .optional()
    .meta(
      doc('Identity', 'Origin under which browsers reach this API, for OAuth callbacks. Default: that of the request.'),
    ),
  FRONTEND_URL: url(['http:', 'https:'])
    .default('http://localhost:3000')
    .meta(doc('Identity', 'Where the links in e-mails and the end of an OAuth login lead.')),
  SMTP_URL: url(['smtp:', 'smtps:'])
    .optional()
    .meta(
      doc(
        'Identity',
        'Mail server, smtp://user:password@host:port. Unset: no mail is sent; in development its links are logged.',
        true,
      ),
    ),
  MAIL_FROM: z
    .string()
    .min(3)
    .default('TradeFlow <no-reply@tradeflow.example>')
    .meta(doc('Identity', 'Sender of every mail.')),
  EMAIL_VERIFICATION: z
    .enum(['required', 'optional'])
    .optional()
    .meta(
      doc(
        'Identity',
        'Whether an account works only once its e-mail is verified; then registration tells nobody whether an address is taken. Default: required where SMTP_URL is set.',
      ),
    ),
  AUDIT_RETENTION_DAYS: whole(180, 3650)
    .default(400)
    .meta(doc('Identity', 'How long security events are kept, in days.')),
  SSE_ACCEPT_ACCESS_TOKEN_IN_URL: flag
    .optional()
    .meta(
      doc(
        'Identity',
        'Whether `?token=` of the event stream takes an access token. Default: only outside production, because URLs end up in logs.',
      ),
    ),
  GOOGLE_CLIENT_ID: z.string().optional().meta(doc('Identity', 'OAuth client of Google. Unset: no Google login.')),
  GOOGLE_CLIENT_SECRET: z
    .string()
    .optional()
    .meta(doc('Identity', 'OAuth secret of Google.', true)),
  GOOGLE_OAUTH_BASE_URL: url(['http:', 'https:'])
    .optional()
    .meta(doc('Identity', 'One origin for all of Google’s OAuth endpoints, for a gateway in front of them.')),
  GITHUB_CLIENT_ID: z.string().optional().meta(doc('Identity', 'OAuth client of GitHub. Unset: no GitHub login.')),
  GITHUB_CLIENT_SECRET: z
    .string()
    .optional()
    .meta(doc('Identity', 'OAuth secret of GitHub.', true)),
  GITHUB_OAUTH_BASE_URL: url(['http:', 'https:'])
    .optional()
    .meta(doc('Identity', 'Origin of a GitHub Enterprise Server instead of github.com.')),

  RATE_LIMIT_GENERAL: quota('600/60', 'Requests/seconds of one user, and of one API key, over all routes.'),
  RATE_LIMIT_ANONYMOUS: quota('120/60', 'Requests/seconds of one address without a valid token.'),
  RATE_LIMIT_QUERY: quota(
    '30/60',
    'Questions/seconds of one user, and of one API key; an address may ask ten times as many.',
  ),
  RATE_LIMIT_LOGIN: quota('30/300', 'Logins/seconds of one address.'),
  RATE_LIMIT_REGISTER: quota('20/3600', 'Registrations/seconds of one address.'),
  RATE_LIMIT_REFRESH: quota('60/60', 'Refreshed logins/seconds of one address.'),
  RATE_LIMIT_MAIL: quota(
    '10/3600',
    'Requests/seconds of one address that send a mail; a recipient gets half as many of those anybody can ask for.',
  ),
  RATE_LIMIT_FACTOR: whole(1, 1_000_000)
    .default(1)
    .meta(doc('Limits', 'Multiplies every limit per user, key and address, for load tests.')),
  LOGIN_LOCK_AFTER: whole(1, 1000)
    .default(5)
    .meta(
      doc(
        'Limits',
        'Wrong passwords an account takes before it is locked for a minute, then two, four … up to an hour. An address takes ten times as many.',
      ),
    ),

  ...modelVariables,
  AGENT_TIMEOUT_SECONDS: whole(1, 3600)
    .default(30)
    .meta(doc('Agent', 'Longest time one question may work, in seconds.')),
  AGENT_MAX_TIMEOUT_SECONDS: whole(1, 3600)
    .default(300)
    .meta(doc('Agent', 'Longest time a client may ask for with `timeout_seconds`, in seconds.')),
  AGENT_MAX_RETRIES: whole(0, 10)
    .default(3)
    .meta(doc('Agent', 'How often a run is tried again after its worker died or failed in a way that may pass.')),
  AGENT_RUNNER_POOL_SIZE: whole(1, 1000).default(5).meta(doc('Agent', 'Runs one worker works on at the same time.')),
  AGENT_DAILY_RUNS: whole(1, 1_000_000)
    .optional()
    .meta(doc('Agent', 'Questions a user may ask a day (UTC). Unset: as many as one likes.')),
  AGENT_DAILY_TOKENS: whole(1, 1_000_000_000_000)
    .optional()
    .meta(
      doc(
        'Agent',
        'Tokens the runs of a user may use a day (UTC); what was accepted is answered to its end. Unset: as many as one likes.',
      ),
    ),
  AGENT_RESERVED_TOKENS: whole(0, 1_000_000_000)
    .default(10_000)
    .meta(
      doc(
        'Agent',
        'Of AGENT_DAILY_TOKENS, what is set aside for each question until it is answered; then it counts with what it used.',
      ),
    ),
  AGENT_MAX_CONCURRENT_RUNS_PER_USER: whole(1, 1000)
    .default(3)
    .meta(doc('Agent', 'Runs of one user that are worked on at the same time; the others wait.')),
  AGENT_ENABLE_CACHE: flag
    .default(true)
    .meta(doc('Agent', 'Whether a question asked again is answered from the cache.')),
  AGENT_CACHE_TTL: whole(1, 2_592_000).default(3600).meta(doc('Agent', 'Life of a cached answer, in seconds.')),
  AGENT_MAX_MODEL_CALLS: whole(1, 200).default(20).meta(doc('Agent', 'Model calls one run may make before it fails.')),
  FETCH_ALLOW_PRIVATE_HOSTS: list
    .default([])
    .meta(
      doc(
        'Agent',
        'Comma-separated hosts (`host` or `host:port`) inside private networks whose pages may be read for users. For tests and intranets; empty: public addresses only.',
      ),
    ),
  STREAM_RETENTION_SECONDS: whole(60, 604_800)
    .default(3600)
    .meta(doc('Agent', 'How long the events of a run can be replayed after the last of them, in seconds.')),
  ...providerVariables,
} as const;

/** The whole environment, parsed. Unknown variables are left alone: the shell has many that are not ours. */
export const environmentSchema = z.object(variables).superRefine((env, context) => {
  const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (env.MINIO_ENDPOINT && !(env.MINIO_ACCESS_KEY && env.MINIO_SECRET_KEY)) {
    issue('MINIO_ENDPOINT', 'needs MINIO_ACCESS_KEY and MINIO_SECRET_KEY beside it');
  }
  for (const provider of ['GOOGLE', 'GITHUB'] as const) {
    if (Boolean(env[`${provider}_CLIENT_ID`]) !== Boolean(env[`${provider}_CLIENT_SECRET`])) {
      issue(`${provider}_CLIENT_ID`, `and ${provider}_CLIENT_SECRET go together: set both or none`);
    }
  }
  if (env.EMAIL_VERIFICATION === 'required' && env.SMTP_URL === undefined && env.ENVIRONMENT === 'production') {
    issue('EMAIL_VERIFICATION', 'is required, so SMTP_URL must name a mail server');
  }
  for (const [name, message] of modelIssues(env)) issue(name, message);
  if (env.ENVIRONMENT !== 'production') return;
  for (const name of ['SECRET_KEY', 'JWT_SECRET_KEY'] as const) {
    if (isWeak(env[name])) {
      issue(name, 'must be at least 32 random characters in production (try: openssl rand -base64 48)');
    }
  }
  if (env.SECRET_KEY === env.JWT_SECRET_KEY) issue('JWT_SECRET_KEY', 'must differ from SECRET_KEY in production');
});

export type Environment = z.output<typeof environmentSchema>;

/** Every variable with its documentation, in the order of the manual. */
export function documentedVariables(): { name: string; doc: VariableDoc; fallback: unknown }[] {
  return Object.entries(variables).map(([name, schema]) => ({
    name,
    doc: schema.meta() as unknown as VariableDoc,
    fallback: schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined,
  }));
}

/** Short, the shipped default, or with so few different characters that it was typed, not drawn. */
function isWeak(secret: string): boolean {
  return secret.length < 32 || secret.includes(DEFAULT_SECRET) || new Set(secret).size < 12;
}
