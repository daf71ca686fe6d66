import { setTimeout as delay } from 'node:timers/promises';
import { type Cluster } from '../faults/support/cluster.js';
import { type ServerProcess, type ServerRole } from '../support/processes.js';
import { type StoreName } from '../support/stores.js';
import { type Chance } from './chance.js';

/** Longer than the lock of a job, so that a frozen worker wakes when its runs are another's. */
const LONGEST_FREEZE_OF_WORKER = 20_000;
/** Of an API process or a store, in milliseconds: a multiple of it is what clients wait for an answer. */
const LONGEST_FREEZE = 6_000;
/** How long something stays away that was killed or stopped. */
const LONGEST_ABSENCE = 4_000;
/** The shortest and the longest pause between two disturbances, in milliseconds. */
const PAUSE = [300, 4_000] as const;

/** What is done to the installation, and to what of it. */
interface Disturbance {
  readonly what: ServerRole | StoreName;
  readonly how: 'killed' | 'stopped' | 'frozen' | 'emptied';
}

const DISTURBANCES: readonly Disturbance[] = [
  { what: 'worker', how: 'killed' },
  { what: 'worker', how: 'killed' },
  { what: 'worker', how: 'frozen' },
  { what: 'worker', how: 'stopped' },
  { what: 'api', how: 'killed' },
  { what: 'api', how: 'frozen' },
  { what: 'redis', how: 'emptied' },
  { what: 'redis', how: 'emptied' },
  { what: 'redis', how: 'killed' },
  { what: 'redis', how: 'frozen' },
  { what: 'postgres', how: 'killed' },
  { what: 'postgres', how: 'frozen' },
];

/** Disturbs an installation without end, one thing after the other and several at a time. */
export class Trouble {
  /** How often what was done. */
  readonly made: Record<string, number> = {};
  private readonly disturbed = new Set<StoreName>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly cluster: Cluster,
    private readonly chance: Chance,
  ) {}

  /** Until then; resolves when everything stands again. */
  async makeUntil(end: AbortSignal): Promise<void> {
    while (!end.aborted) {
      await delay(this.chance.between(...PAUSE), undefined, { signal: end }).catch(() => undefined);
      if (!end.aborted) this.begin(this.chance.of(DISTURBANCES));
    }
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private begin({ what, how }: Disturbance): void {
    const work = what === 'api' || what === 'worker' ? this.disturbServer(what, how) : this.disturbStore(what, how);
    if (work === undefined) return;
    const name = `${what} ${how}`;
    this.made[name] = (this.made[name] ?? 0) + 1;
    const underWay = work.finally(() => this.underWay.delete(underWay));
    this.underWay.add(underWay);
  }

  private disturbServer(role: ServerRole, how: Disturbance['how']): Promise<void> | undefined {
    const servers = role === 'api' ? this.cluster.apis : this.cluster.workers;
    if (servers.length === 0) return undefined;
    const victim = this.chance.of(servers);
    if (how === 'frozen') {
      const longest = role === 'api' ? LONGEST_FREEZE : LONGEST_FREEZE_OF_WORKER;
      return freeze(victim, this.chance.between(100, longest));
    }
    servers.splice(servers.indexOf(victim), 1);
    if (how === 'killed') victim.kill('SIGKILL');
    return this.replace(victim, this.chance.between(0, LONGEST_ABSENCE));
  }

  private async replace(victim: ServerProcess, absence: number): Promise<void> {
    await victim.stop();
    await delay(absence);
    // One that is started while a store is away says so and ends: whoever runs it starts it again.
    while (!(await this.start(victim.role)));
  }

  private async start(role: ServerRole): Promise<boolean> {
    try {
      await (role === 'api' ? this.cluster.startApi() : this.cluster.startWorker());
      return true;
    } catch {
      return false;
    }
  }

  private disturbStore(which: StoreName, how: Disturbance['how']): Promise<void> | undefined {
    // Emptied it may be at any time, also when it is killed right after; Redis does that when it can be reached.
    if (how === 'emptied') return this.cluster.redis.flushall().then(() => undefined);
    if (this.disturbed.has(which)) return undefined;
    this.disturbed.add(which);
    const milliseconds = this.chance.between(100, how === 'frozen' ? LONGEST_FREEZE : LONGEST_ABSENCE);
    const work =
      how === 'frozen' ? freeze(this.cluster.stores[which].process, milliseconds) : this.crash(which, milliseconds);
    return work.finally(() => this.disturbed.delete(which));
  }

  private async crash(which: StoreName, absence: number): Promise<void> {
    const { process } = this.cluster.stores[which];
    process.kill('SIGKILL');
    await process.exited;
    await delay(absence);
    await this.cluster.stores.restart(which);
  }
}

async function freeze(process: Pick<ServerProcess, 'kill'>, milliseconds: number): Promise<void> {
  process.kill('SIGSTOP');
  await delay(milliseconds);
  process.kill('SIGCONT');
}
