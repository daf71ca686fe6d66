import { runCopyCommand } from './common/process/copy-command.js';
import { loadConfig } from './config/index.js';
import { ARCHIVES, copyConversations, type CopyReport, openArchive } from './session/index.js';

/** `npm run documents -- copy …`: moves conversations between the drivers, while TradeFlow is at work. */
await runCopyCommand({
  usage: 'Usage: npm run documents -- copy --from postgres --to mongodb (or the other way round)\n',
  stores: ARCHIVES,
  line: ({ conversations, messages, copied }: CopyReport) =>
    `${conversations} conversations, ${messages} messages (${copied} copied now)`,
  copy: async (from, to, signal, tell) => {
    const config = loadConfig();
    const [source, target] = [await openArchive(from, config), await openArchive(to, config)];
    try {
      const report = await copyConversations(source, target, { signal, onProgress: tell });
      tell(report);
      if (report.unverified.length === 0) return 0;
      process.stderr.write(`Written to meanwhile, copy again: ${report.unverified.join(', ')}\n`);
      return 1;
    } finally {
      await Promise.all([source.close(), target.close()]);
    }
  },
});
