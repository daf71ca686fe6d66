// Who may import whom (docs/architecture.md). Every rule is an error; changing one needs a decision note.
const OWN_MODULES = 'common|config|database|embedded|telemetry|cache|storage|session|auth|files|agent|chat|health';
const except = (...names) =>
  OWN_MODULES.split('|')
    .filter((name) => !names.includes(name))
    .join('|');
const layer = (name, ...mayUse) => ({
  name: `layer-${name}`,
  comment: `${name}/ may use ${mayUse.join(', ') || 'nothing of ours'} and nothing above it`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: `^src/(${except(name, ...mayUse)})/` },
});
const vendor = (name, packages, owners) => ({
  name: `vendor-${name}`,
  comment: `one owner a vendor: ${packages} belongs to ${owners.join(', ')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: owners.map((owner) => `^src/${owner}`) },
  to: { path: `node_modules/(${packages})/` },
});
const base = ['common', 'config', 'telemetry'];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: '(main|worker|migrate|documents|objects|admin|embedded/cli/[a-z-]+)\\.ts$|\\.spec\\.ts$',
      },
      to: {},
    },
    {
      name: 'src-knows-no-test',
      comment: 'what is shipped knows no test; a spec beside its source may use what all tests share',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(test|bench)/' },
    },
    layer('common'),
    layer('config', 'common'),
    layer('telemetry', 'common', 'config'),
    layer('database', ...base),
    layer('cache', ...base, 'database'),
    layer('storage', ...base, 'database'),
    layer('session', ...base, 'database', 'cache', 'storage'),
    layer('auth', ...base, 'database', 'cache', 'storage'),
    // Files over HTTP: above auth, which knows who asks; the agent uses what is below it, in storage/.
    layer('files', ...base, 'storage', 'auth'),
    layer('agent', ...base, 'database', 'cache', 'storage', 'session', 'auth'),
    layer('chat', ...base, 'database', 'cache', 'storage', 'session', 'auth', 'agent'),
    layer('health', ...base, 'database', 'cache', 'storage', 'session', 'auth', 'agent'),
    layer('embedded', ...base, 'database'),
    {
      name: 'modules-through-index',
      comment: "a module's index.ts names what others may use; common/ has no index, its files are its surface",
      severity: 'error',
      from: { path: '^(src|migrations)/([^/]+)/' },
      to: {
        path: '^src/(config|database|telemetry|cache|storage|session|auth|files|agent|chat|health|embedded)/',
        pathNot: ['^src/$2/', '^src/[^/]+/index\\.ts$', '^src/agent/worker/index\\.ts$'],
      },
    },
    {
      name: 'entries-through-index',
      comment: 'entry files see only the index.ts of a module',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/[^/]+/index\\.ts$', '^src/agent/worker/index\\.ts$', '^src/common/'] },
    },
    {
      name: 'no-barrel-inside',
      comment: 'inside a module import the file, not its own index.ts',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/$1/index\\.ts$' },
    },
    {
      name: 'worker-only-from-worker',
      comment: 'agent/worker/ holds the ADK: only the worker process may load it',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/agent/worker/', '^src/worker(\\.module)?\\.ts$', '\\.spec\\.ts$'] },
      to: { path: '^src/agent/worker/' },
    },
    {
      name: 'worker-knows-no-http',
      severity: 'error',
      from: { path: '^src/agent/worker/' },
      to: { path: '(\\.controller\\.ts$|node_modules/(express|@nestjs/swagger|@nestjs/platform-express)/)' },
    },
    {
      name: 'api-loads-no-adk',
      comment: 'nothing the API process is made of reaches @google/adk or @google/genai',
      severity: 'error',
      from: { path: '^src/(main|app\\.module)\\.ts$' },
      to: { path: 'node_modules/@google/', reachable: true },
    },
    {
      name: 'ports-name-no-technology',
      severity: 'error',
      from: { path: '\\.port\\.ts$' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod)/' },
    },
    {
      name: 'loaded-when-needed',
      comment: 'a start does not wait for what most starts do not need: import it where it is used, with `import()`',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(storage/drivers/minio|auth/mail/drivers)/|\\.spec\\.ts$' },
      to: {
        path: '^src/(storage/drivers/minio|auth/mail/drivers/smtp)|node_modules/(minio|nestjs-minio-client|nodemailer|sharp)/',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    vendor('adk', '@google/(adk|genai)', ['agent/worker/runtime/']),
    vendor('opentelemetry', '@opentelemetry/[a-z-]+', ['telemetry/']),
    vendor('prom-client', 'prom-client', ['telemetry/']),
    vendor('bullmq', 'bullmq|@nestjs/bullmq', ['agent/']),
    vendor('ioredis', 'ioredis', ['cache/']),
    vendor('mongoose', 'mongoose|@nestjs/mongoose', ['session/drivers/mongo/', 'database/']),
    vendor('minio', 'minio|nestjs-minio-client', ['storage/drivers/']),
    vendor('typeorm', 'typeorm|@nestjs/typeorm', [
      'database/',
      '.*\\.entity\\.ts$',
      '.*\\.repository\\.ts$',
      '.*\\.module\\.ts$',
      '.*/drivers/postgres/',
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|^\\.data/)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
