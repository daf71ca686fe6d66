import { parseArgs } from 'node:util';
import { SECOND } from './common/clock.js';
import { loadConfig } from './config/index.js';
import { ARCHIVES, type ArchiveName, copyConversations, type CopyReport, openArchive } from './session/index.js';

const USAGE = 'Usage: npm run documents -- copy --from postgres --to mongodb (or the other way round)\n';

/** `npm run documents -- copy …`: moves conversations between the drivers, while TradeFlow is at work. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string' }, to: { type: 'string' } },
  });
  const [from, to] = [archiveName(values.from), archiveName(values.to)];
  if (positionals.join(' ') !== 'copy' || from === undefined || to === undefined || from === to) {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = loadConfig();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('Stopped; the same command goes on from here.')));
  const [source, target] = [await openArchive(from, config), await openArchive(to, config)];
  try {
    const report = await copyConversations(source, target, { signal: stop.signal, onProgress: everySecond(tell) });
    tell(report);
    if (report.unverified.length === 0) return 0;
    process.stderr.write(`Written to meanwhile, copy again: ${report.unverified.join(', ')}\n`);
    return 1;
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

function archiveName(word: string | undefined): ArchiveName | undefined {
  return ARCHIVES.find((name) => name === word);
}

function tell({ conversations, messages, copied }: CopyReport): void {
  process.stdout.write(`${conversations} conversations, ${messages} messages (${copied} copied now)\n`);
}

function everySecond(report: (progress: CopyReport) => void): (progress: CopyReport) => void {
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
