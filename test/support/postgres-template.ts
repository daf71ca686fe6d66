import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { migrate } from '../../src/database/index.js';
import { startPostgres } from '../../src/embedded/index.js';
import { temporaryDirectory } from './temporary-directory.js';

/** The password of every store of a test. It guards nothing, so it need not be drawn. */
export const PASSWORD = 'tradeflow-test';

/** Names the folder, for all who start stores during a test run. */
const TEMPLATE = 'TEST_POSTGRES_TEMPLATE';

/** The data of a PostgreSQL with our schema, made once: to copy it takes a fraction of the time that making it does. */
export class PostgresTemplate {
  private constructor(private readonly directory: string) {}

  static async make(): Promise<PostgresTemplate> {
    const template = new PostgresTemplate(await temporaryDirectory());
    try {
      await template.fill();
    } catch (error) {
      await template.remove();
      throw error;
    }
    return template;
  }

  async remove(): Promise<void> {
    delete process.env[TEMPLATE];
    await rm(this.directory, { recursive: true, force: true });
  }

  private async fill(): Promise<void> {
    const data = path.join(this.directory, 'postgres');
    const logFile = path.join(this.directory, 'postgres.log');
    const { url, process: server } = await startPostgres({
      directory: data,
      logFile,
      password: PASSWORD,
      durable: false,
    });
    try {
      await migrate(url);
    } finally {
      await server.stop();
    }
    process.env[TEMPLATE] = data;
  }
}

/** Puts the template's data there, if one was made; otherwise PostgreSQL makes its own. */
export async function copyPostgresTemplate(directory: string): Promise<void> {
  const template = process.env[TEMPLATE];
  // The files belong to the user PostgreSQL runs as, and Node's own copying would make them ours.
  if (template !== undefined) await promisify(execFile)('cp', ['-a', template, directory]);
}
