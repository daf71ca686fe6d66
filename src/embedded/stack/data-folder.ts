import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../start-error.js';

const SECRETS = ['postgresPassword', 'redisPassword', 'secretKey', 'jwtSecretKey', 'demoPassword'] as const;

/** What was drawn at the first start and is kept: nothing of it is ever printed, but the demo user's token. */
export type Secrets = Readonly<Record<(typeof SECRETS)[number], string>>;

/** The ports the stores had last time. */
export interface KnownPorts {
  readonly postgres?: number;
  readonly redis?: number;
}

/** `.data/`: everything the embedded start keeps. Deleting it starts TradeFlow afresh. */
export class DataFolder {
  constructor(private readonly root: string) {}

  path(...names: string[]): string {
    return path.join(this.root, ...names);
  }

  /** A log file; the one of the start before is kept beside it. */
  async freshLog(name: string): Promise<string> {
    const file = this.path('logs', `${name}.log`);
    await mkdir(path.dirname(file), { recursive: true });
    await rename(file, this.path('logs', `${name}.previous.log`)).catch(() => undefined);
    return file;
  }

  /** The kept secrets; those that are missing are drawn. */
  async secrets(): Promise<Secrets> {
    const kept = (await this.read('secrets.json')) as Partial<Secrets>;
    const secrets = Object.fromEntries(
      SECRETS.map((name) => [name, kept[name] ?? randomBytes(32).toString('base64url')]),
    ) as Secrets;
    await this.write('secrets.json', secrets);
    return secrets;
  }

  async ports(): Promise<KnownPorts> {
    return (await this.read('ports.json')) as KnownPorts;
  }

  rememberPorts(ports: KnownPorts): Promise<void> {
    return this.write('ports.json', ports);
  }

  private async read(name: string): Promise<object> {
    const text = await readFile(this.path(name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}';
      throw new StartError(
        `${this.path(name)} cannot be read (${error.code}); start TradeFlow as the user it belongs to.`,
      );
    });
    try {
      return JSON.parse(text) as object;
    } catch {
      throw new StartError(`${this.path(name)} is damaged; delete ${this.root} to start empty.`);
    }
  }

  /** Written beside its place and moved there, so that a killed start leaves no half file. */
  private async write(name: string, content: object): Promise<void> {
    await mkdir(this.root, { recursive: true });
    const draft = this.path(`${name}.new`);
    await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, this.path(name));
  }
}
