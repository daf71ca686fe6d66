import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Download } from '../http/provider-client.js';

/** A file of a list as it was last fetched. */
export interface Copy extends Download {
  /** When its publisher last sent it or said that it is still the same, RFC 3339. */
  readonly confirmedAt: string;
}

const about = z.object({
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  confirmedAt: z.string(),
});

/** The last copies of the lists on disk: what is screened when a publisher cannot be reached, also after a restart. */
export class ListCopies {
  constructor(private readonly directory: string) {}

  /** Undefined where there is none that can be read. */
  async read(name: string): Promise<Copy | undefined> {
    try {
      const [bytes, meta] = await Promise.all([readFile(this.file(name)), readFile(this.file(`${name}.json`), 'utf8')]);
      return { bytes, ...about.parse(JSON.parse(meta)) };
    } catch {
      return undefined;
    }
  }

  /** Other workers may write the same file: it is whole at every moment. */
  async write(name: string, { bytes, ...meta }: Copy): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await this.replace(this.file(name), bytes);
    await this.replace(this.file(`${name}.json`), JSON.stringify(meta));
  }

  private async replace(file: string, content: Uint8Array | string): Promise<void> {
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, content);
    await rename(draft, file);
  }

  private file(name: string): string {
    return path.join(this.directory, name);
  }
}
