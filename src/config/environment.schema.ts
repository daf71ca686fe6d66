import { z } from 'zod';

/** What docs/configuration.md and .env.example are generated from, beside the shape itself. */
export type VariableDoc = {
  readonly group: string;
  readonly text: string;
  /** Never printed, and masked in logs. */
  readonly secret?: boolean;
};

const DEFAULT_SECRET = 'change-me-in-production';

const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'], { error: 'must be true or false' })
  .transform((value) => ['true', '1', 'yes', 'on'].includes(value));
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const url = (protocols: readonly string[]) =>
  z.string().refine((value) => protocols.includes(URL.canParse(value) ? new URL(value).protocol : ''), {
    error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

/** SQLAlchemy names its driver in the scheme (`postgresql+asyncpg://`); node-postgres does not know that form. */
const postgresUrl = z
  .string()
  .transform((value) => value.replace(/^postgres(ql)?(\+\w+)?:\/\//, 'postgresql://'))
  .pipe(url(['postgresql:']));

const doc = (group: string, text: string, secret = false): VariableDoc => ({ group, text, ...(secret && { secret }) });

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
  CORS_ORIGINS: list
    .default([])
    .meta(doc('Process', 'Comma-separated origins of the front ends that may call from a browser. Others get nothing.')),
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
    .meta(doc('Stores', 'What every Redis key of ours starts with, so that several installations may share one server.')),
  MONGODB_URL: url(['mongodb:', 'mongodb+srv:'])
    .optional()
    .meta(doc('Stores', 'MongoDB for conversations. Unset: conversations live in PostgreSQL.', true)),
  MINIO_ENDPOINT: z
    .string()
    .optional()
    .meta(doc('Stores', 'MinIO or any S3 endpoint, host:port or URL. Unset: objects live in STORAGE_DIRECTORY.')),
  MINIO_ACCESS_KEY: z.string().optional().meta(doc('Stores', 'Access key of the object store.', true)),
  MINIO_SECRET_KEY: z.string().optional().meta(doc('Stores', 'Secret key of the object store.', true)),
  MINIO_BUCKET_NAME: z.string().default('tradeflow').meta(doc('Stores', 'Bucket that holds files and artifacts.')),

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
  SSE_ACCEPT_ACCESS_TOKEN_IN_URL: flag
    .optional()
    .meta(doc('Identity', 'Whether `?token=` of the event stream takes an access token. Default: only outside production, because URLs end up in logs.')),
  GOOGLE_CLIENT_ID: z.string().optional().meta(doc('Identity', 'OAuth client of Google. Unset: no Google login.')),
  GOOGLE_CLIENT_SECRET: z.string().optional().meta(doc('Identity', 'OAuth secret of Google.', true)),
  GITHUB_CLIENT_ID: z.string().optional().meta(doc('Identity', 'OAuth client of GitHub. Unset: no GitHub login.')),
  GITHUB_CLIENT_SECRET: z.string().optional().meta(doc('Identity', 'OAuth secret of GitHub.', true)),

  GOOGLE_ADK_API_KEY: z
    .string()
    .optional()
    .meta(doc('Agent', 'Key of the Gemini API. Unset: the built-in `analyst` model answers, without any network.', true)),
  GOOGLE_ADK_MODEL: z.string().min(1).default('gemini-2.5-flash').meta(doc('Agent', 'Gemini model that answers.')),
  GOOGLE_ADK_BASE_URL: url(['http:', 'https:'])
    .optional()
    .meta(doc('Agent', 'Base URL of the Gemini API, for a gateway in front of it.')),
  AGENT_TIMEOUT_SECONDS: whole(1, 3600).default(30).meta(doc('Agent', 'Longest time one question may work, in seconds.')),
  AGENT_MAX_TIMEOUT_SECONDS: whole(1, 3600)
    .default(300)
    .meta(doc('Agent', 'Longest time a client may ask for with `timeout_seconds`, in seconds.')),
  AGENT_MAX_RETRIES: whole(0, 10)
    .default(3)
    .meta(doc('Agent', 'How often a run is tried again after its worker died or failed in a way that may pass.')),
  AGENT_RUNNER_POOL_SIZE: whole(1, 1000).default(5).meta(doc('Agent', 'Runs one worker works on at the same time.')),
  AGENT_ENABLE_CACHE: flag.default(true).meta(doc('Agent', 'Whether a question asked again is answered from the cache.')),
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
