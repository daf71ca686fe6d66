import { parseArgs } from 'node:util';
import { SECOND } from './common/clock.js';
import { loadConfig } from './config/index.js';
import {
  copyObjects,
  OBJECT_STORES,
  type ObjectsCopyReport,
  type ObjectStoreName,
  openObjectStore,
} from './storage/index.js';

const USAGE = 'Usage: npm run objects -- copy --from local --to minio (or the other way round)\n';

/** `npm run objects -- copy …`: copies what users keep from one object store to the other, while TradeFlow is at work. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string' }, to: { type: 'string' } },
  });
  const [from, to] = [storeName(values.from), storeName(values.to)];
  if (positionals.join(' ') !== 'copy' || from === undefined || to === undefined || from === to) {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = loadConfig();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('Stopped; the same command goes on from here.')));
  const [source, target] = [openObjectStore(from, config), openObjectStore(to, config)];
  tell(await copyObjects(source, target, { signal: stop.signal, onProgress: everySecond(tell) }));
  return 0;
}

function storeName(word: string | undefined): ObjectStoreName | undefined {
  return OBJECT_STORES.find((name) => name === word);
}

function tell({ objects, bytes, copied }: ObjectsCopyReport): void {
  process.stdout.write(`${objects} objects, ${bytes} bytes (${copied} copied now)\n`);
}

function everySecond(report: (progress: ObjectsCopyReport) => void): (progress: ObjectsCopyReport) => void {
  let last = Date.now();
  return (progress) => {
    if (Date.now() - last < SECOND) return;
    last = Date.now();
    report(progress);
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
