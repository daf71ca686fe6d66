import { type BigIntStats, createReadStream } from 'node:fs';
import { constants, access, mkdir, open, opendir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Readable } from 'node:stream';
import { DAY } from '../../../common/clock.js';
import { assertObjectKey } from '../../object-key.js';
import {
  type ByteRange,
  ObjectStore,
  type SignedDownload,
  type SignedUpload,
  type StoredObject,
} from '../../storage.port.js';
import { writeAtomically } from './atomic-file.js';
import { storeFailure, unlessMissing } from './local-errors.js';
import { type SignedObjects } from './signed-objects.js';

/** Begins with a dot, which no key does. */
const SCRATCH = '.incoming';

/** What a killed process left half-written; nothing is still written to after so long. */
const SCRATCH_LIFE = 1 * DAY;

/** Objects as files below one folder, which several processes of one machine may share. */
export class LocalObjects extends ObjectStore {
  private readonly root: string;
  private readonly scratch: string;
  private prepared: Promise<void> | undefined;

  constructor(
    directory: string,
    private readonly signed: SignedObjects,
  ) {
    super();
    this.root = path.resolve(directory);
    this.scratch = path.join(this.root, SCRATCH);
  }

  async put(key: string, content: Readable, signal?: AbortSignal): Promise<StoredObject> {
    const file = this.fileOf(key);
    try {
      await this.prepare();
      await writeAtomically(file, content, this.scratch, signal);
      return await describe(key, file);
    } catch (error) {
      content.destroy();
      throw storeFailure(error);
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable | undefined> {
    const handle = await unlessMissing(open(this.fileOf(key), 'r'));
    // The open file stays readable to its end, even if the object is deleted or replaced meanwhile.
    return handle && createReadStream('', { fd: handle, start: range?.start, end: range?.end });
  }

  stat(key: string): Promise<StoredObject | undefined> {
    return unlessMissing(describe(key, this.fileOf(key)));
  }

  async delete(key: string): Promise<void> {
    await unlessMissing(rm(this.fileOf(key)));
  }

  async copy(from: string, to: string, ifEtag?: string): Promise<boolean> {
    const handle = await unlessMissing(open(this.fileOf(from), 'r'));
    if (handle === undefined) return false;
    const source = createReadStream('', { fd: handle });
    // What is open is what is copied, so it is asked for its etag and not the name.
    const { etag } = toObject(from, await handle.stat({ bigint: true }));
    if (ifEtag !== undefined && etag !== ifEtag) {
      source.destroy();
      return false;
    }
    await this.put(to, source);
    return true;
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    yield* this.walk('', prefix);
  }

  signDownload(key: string, { expiresIn, mediaType: type, disposition }: SignedDownload): Promise<string> {
    assertObjectKey(key);
    return Promise.resolve(this.signed.sign({ op: 'get', key, type, disposition }, expiresIn));
  }

  signUpload(key: string, { expiresIn, size }: SignedUpload): Promise<string> {
    assertObjectKey(key);
    return Promise.resolve(this.signed.sign({ op: 'put', key, size }, expiresIn));
  }

  async check(): Promise<void> {
    try {
      await this.prepare();
      await access(this.scratch, constants.W_OK);
    } catch (error) {
      throw storeFailure(error);
    }
  }

  private fileOf(key: string): string {
    assertObjectKey(key);
    return path.join(this.root, ...key.split('/'));
  }

  /** Makes the folders, and clears what a killed process left, once; a failure is tried again by the next call. */
  private prepare(): Promise<void> {
    this.prepared ??= this.makeFolders().catch((error: unknown) => {
      this.prepared = undefined;
      throw error;
    });
    return this.prepared;
  }

  private async makeFolders(): Promise<void> {
    await mkdir(this.scratch, { recursive: true, mode: 0o700 });
    for await (const { name } of await opendir(this.scratch)) {
      const draft = path.join(this.scratch, name);
      const found = await unlessMissing(stat(draft));
      if (found && found.mtimeMs < Date.now() - SCRATCH_LIFE) await rm(draft, { force: true });
    }
  }

  /** In the order of whole keys: a folder sorts as its name with a slash behind it. */
  private async *walk(folder: string, prefix: string): AsyncGenerator<StoredObject> {
    const entries = (await unlessMissing(readdir(path.join(this.root, folder), { withFileTypes: true }))) ?? [];
    const keys = entries
      .filter(({ name }) => !name.startsWith('.'))
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .filter((key) => key.startsWith(prefix) || (key.endsWith('/') && prefix.startsWith(key)))
      .sort((a, b) => (a < b ? -1 : 1));
    for (const key of keys) {
      if (key.endsWith('/')) yield* this.walk(key, prefix);
      else {
        const object = await this.stat(key);
        if (object) yield object;
      }
    }
  }
}

async function describe(key: string, file: string): Promise<StoredObject> {
  return toObject(key, await stat(file, { bigint: true }));
}

/** Every write makes a new file, so inode and time of change tell any two apart. */
function toObject(key: string, { size, mtime, mtimeNs, ino }: BigIntStats): StoredObject {
  return {
    key,
    size: Number(size),
    etag: [size, mtimeNs, ino].map((part) => part.toString(36)).join('-'),
    modifiedAt: mtime,
  };
}
