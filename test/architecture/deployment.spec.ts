import { parse, parseAllDocuments } from 'yaml';
import { documentedVariables, loadConfig } from '../../src/config/index.js';
import { projectFile, projectFiles } from './support/project.js';

/** As much of a Kubernetes object as is looked at here. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template?: { readonly spec: PodSpec };
    readonly selector?: unknown;
    readonly rules?: readonly { http: { paths: readonly { backend: { service: { name: string } } }[] } }[];
    readonly scaleTargetRef?: { readonly name: string };
  };
}

interface PodSpec {
  readonly terminationGracePeriodSeconds?: number;
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: { readonly runAsNonRoot: boolean; readonly runAsUser: number };
  readonly containers: readonly Container[];
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly { readonly name: string }[];
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly resources: { readonly requests: object; readonly limits: { readonly memory: string } };
  readonly securityContext: object;
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

const BASE = 'deploy/base/';
const variables = new Map(documentedVariables().map((variable) => [variable.name, variable]));
const manifests = projectFiles('deploy/base', /\.yaml$/)
  .filter((file) => !file.endsWith('kustomization.yaml'))
  .flatMap((file) => parseAllDocuments(projectFile(file)).map((document) => document.toJS() as Manifest));
const workloads = manifests.flatMap(({ kind, metadata, spec }) =>
  spec.template ? [{ kind, name: metadata.name, pod: spec.template.spec }] : [],
);
const podOf = (name: string) => workloads.find((workload) => workload.name === name)?.pod as PodSpec;

/** Such as production takes. */
const secretsOfProduction = {
  SECRET_KEY: 'kD8w-2nq9Lz7_Vb4Xr1Yt6Hs3Pm5Jc0G',
  JWT_SECRET_KEY: 'Zq4f-8Ht1Rk6_Nw3Bx9Lm2Vd7Cs5Py0J',
  MINIO_ACCESS_KEY: 'access',
  MINIO_SECRET_KEY: 'secret',
};

/** The settings of a file of `NAME=value` lines. */
function settingsIn(file: string): Record<string, string> {
  const lines = projectFile(file)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

describe('the manifests for Kubernetes', () => {
  const config = settingsIn(`${BASE}config.env`);
  const secrets = settingsIn(`${BASE}secret.example.env`);

  it('should be all the kustomization names, and nothing else', () => {
    const { resources } = parse(projectFile(`${BASE}kustomization.yaml`)) as { resources: string[] };
    const files = projectFiles('deploy/base', /\.yaml$/).map((file) => file.slice(BASE.length));

    expect([...resources, 'kustomization.yaml'].sort()).toEqual(files);
    expect(workloads.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'Deployment tradeflow-api',
      'Deployment tradeflow-worker',
      'Job tradeflow-migrate',
    ]);
  });

  it('should set only variables there are, to values they take, and no secret in the open', () => {
    const overlay = parse(projectFile('deploy/overlays/production/kustomization.yaml')) as {
      configMapGenerator: { literals: string[] }[];
    };
    const literals = overlay.configMapGenerator.flatMap((generator) => generator.literals);
    const open = { ...config, ...Object.fromEntries(literals.map((literal) => literal.split('=', 2))) };
    const inPods = workloads.flatMap(({ pod }) =>
      pod.containers.flatMap(({ env = [] }) => env.map(({ name }) => name)),
    );

    const named = [...Object.keys(open), ...Object.keys(secrets), ...inPods];
    expect(named.filter((name) => !variables.has(name))).toEqual([]);
    for (const name of Object.keys(open))
      expect([name, variables.get(name)?.doc.secret ?? false]).toEqual([name, false]);
    expect(Object.values(secrets).filter((value) => value !== '')).toEqual([]);
    expect(() => loadConfig({ ...open, ...secretsOfProduction })).not.toThrow();
  });

  it('should ask the probes for pages there are, on the ports the processes listen on', () => {
    const paths = Object.keys((JSON.parse(projectFile('openapi.json')) as { paths: object }).paths);
    const ports = { api: 8000, worker: 8001 };
    expect([variables.get('PORT')?.fallback, variables.get('WORKER_PROBE_PORT')?.fallback]).toEqual([8000, 8001]);

    for (const name of ['api', 'worker'] as const) {
      const [container] = podOf(`tradeflow-${name}`).containers;
      const { startupProbe, livenessProbe, readinessProbe, ports: [port] = [] } = container as Container;
      expect(port?.containerPort).toBe(ports[name]);
      for (const probe of [startupProbe, livenessProbe, readinessProbe]) expect(probe?.httpGet.port).toBe(port?.name);
      expect([startupProbe, livenessProbe].map((probe) => probe?.httpGet.path)).toEqual(
        Array(2).fill('/health/liveness'),
      );
      expect(readinessProbe?.httpGet.path).toBe('/health/readiness');
    }
    expect(paths).toEqual(expect.arrayContaining(['/health/liveness', '/health/readiness']));
  });

  it('should let Prometheus, and nobody else, read the figures where the processes serve them', () => {
    const production = { ...secretsOfProduction, ENVIRONMENT: 'production' };
    const metrics = podOf('tradeflow-api').containers[0]?.ports?.find(({ name }) => name === 'metrics');
    const policies = projectFile(`${BASE}network-policy.yaml`).split('---');
    const opening = policies.filter((policy) => policy.includes('metrics'));

    expect(metrics?.containerPort).toBe(loadConfig(production).http.metricsPort);
    expect(opening.map((policy) => (parse(policy) as Manifest).metadata.name)).toEqual(['tradeflow-metrics-ingress']);
  });

  it('should run programs there are, of one image', () => {
    const programs = workloads.flatMap(({ pod }) => pod.containers.flatMap(({ command = [] }) => command.at(-1) ?? []));

    expect(programs).toEqual(['dist/programs/migrate.js', 'dist/programs/worker.js']);
    expect(projectFiles('src', /^src\/(main|migrate|worker)\.ts$/)).toHaveLength(3);
    expect(new Set(workloads.flatMap(({ pod }) => pod.containers.map(({ image }) => image)))).toEqual(
      new Set(['tradeflow']),
    );
  });

  it('should give a stopping process the time it takes', () => {
    const grace = Number(config['SHUTDOWN_GRACE_SECONDS']);

    for (const name of ['tradeflow-api', 'tradeflow-worker']) {
      const { terminationGracePeriodSeconds = 0, containers } = podOf(name);
      const pause = Number(containers[0]?.lifecycle?.preStop.exec.command.at(-1) ?? 0);
      expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(pause + grace + 5);
    }
  });

  it('should let no process be root, write to its image, gain rights, or take memory without end', () => {
    for (const { pod } of workloads) {
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const container of pod.containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.resources).toMatchObject({ requests: { memory: expect.any(String) } });
        expect(container.resources.limits.memory).toMatch(/^\d+[MG]i$/);
      }
    }
  });

  it('should hold back no event on its way through the proxies', () => {
    const ingress = projectFile(`${BASE}ingress.yaml`);
    const nginx = projectFile('deploy/nginx/tradeflow.conf');

    expect(ingress).toMatch(/proxy-buffering: 'off'[^]*proxy-read-timeout: '3600'/);
    expect(nginx).toMatch(/proxy_buffering off;\n\s*proxy_read_timeout 1h;/);
    const service = manifests.find(({ kind }) => kind === 'Ingress')?.spec.rules?.[0]?.http.paths[0]?.backend.service;
    expect(manifests.some(({ kind, metadata }) => kind === 'Service' && metadata.name === service?.name)).toBe(true);
  });
});

describe('docker-compose.yml', () => {
  const { services, volumes, ...shared } = parse(projectFile('docker-compose.yml'), { merge: true }) as {
    services: Record<string, { environment?: Record<string, string>; depends_on?: object; volumes?: string[] }>;
    volumes: object;
  } & Record<string, unknown>;

  it('should need no edit: every value it takes from outside has a default', () => {
    expect(
      [...projectFile('docker-compose.yml').matchAll(/\$\{(\w+)(:?-)?/g)].filter(([, , fallback]) => !fallback),
    ).toEqual([]);
  });

  it('should start what there is, with variables there are, after what it needs', () => {
    expect(Object.keys(services).sort()).toEqual(['api', 'migrate', 'minio', 'mongodb', 'postgres', 'redis', 'worker']);
    const { environment } = shared['x-tradeflow'] as { environment: Record<string, string> };
    expect(Object.keys(environment).filter((name) => !variables.has(name))).toEqual([]);
    for (const name of ['api', 'worker', 'migrate']) expect(services[name]?.environment).toEqual(environment);
    for (const { depends_on = {} } of Object.values(services))
      for (const name of Object.keys(depends_on)) expect(services).toHaveProperty(name);
    const kept = Object.values(services).flatMap((service) =>
      (service.volumes ?? []).map((v) => v.split(':')[0] ?? ''),
    );
    expect(kept.sort()).toEqual(Object.keys(volumes).sort());
  });

  it('should have settings TradeFlow starts with', () => {
    const { environment } = shared['x-tradeflow'] as { environment: Record<string, string> };
    const filled = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]);

    expect(() => loadConfig(Object.fromEntries(filled) as Record<string, string>)).not.toThrow();
  });
});
