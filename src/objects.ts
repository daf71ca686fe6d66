import { runCopyCommand } from './common/process/copy-command.js';
import { loadConfig } from './config/index.js';
import { copyObjects, OBJECT_STORES, type ObjectsCopyReport, openObjectStore } from './storage/index.js';

/** `npm run objects -- copy …`: copies what users keep from one object store to the other, while TradeFlow is at work. */
await runCopyCommand({
  usage: 'Usage: npm run objects -- copy --from local --to minio (or the other way round)\n',
  stores: OBJECT_STORES,
  line: ({ objects, bytes, copied }: ObjectsCopyReport) => `${objects} objects, ${bytes} bytes (${copied} copied now)`,
  copy: async (from, to, signal, tell) => {
    const config = loadConfig();
    const [source, target] = await Promise.all([openObjectStore(from, config), openObjectStore(to, config)]);
    tell(await copyObjects(source, target, { signal, onProgress: tell }));
    return 0;
  },
});
