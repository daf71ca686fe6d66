import { createHash } from 'node:crypto';
import { type ArchivedTurn, type ConversationArchive } from './conversation-archive.port.js';

const PAGE = 200;

/** All that is kept of a conversation, told apart. */
export interface RecordDigest {
  readonly messages: number;
  readonly sha256: string;
}

/** Reads a whole conversation, a page at a time. Two archives with the same digest hold the same. */
export async function digestOf(archive: ConversationArchive, conversationId: string): Promise<RecordDigest> {
  const hash = createHash('sha256').update(canonical(await archive.conversation(conversationId)));
  let messages = 0;
  for await (const turns of pagesOf(archive, conversationId)) {
    for (const turn of turns) hash.update(canonical(turn));
    messages += 2 * turns.length;
  }
  return { messages, sha256: hash.digest('hex') };
}

/** The turns of a conversation in their order, from after that run on. */
export async function* pagesOf(
  archive: ConversationArchive,
  conversationId: string,
  afterRunId?: string,
): AsyncGenerator<ArchivedTurn[]> {
  for (let after = afterRunId; ;) {
    const turns = await archive.turns(conversationId, after, PAGE);
    if (turns.length === 0) return;
    yield turns;
    after = turns.at(-1)?.runId;
  }
}

/** JSON with the keys in order: PostgreSQL's JSONB does not keep the order they were written in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
