import { createHash } from 'node:crypto';
import { type ConversationArchive } from './conversation-archive.port.js';

/** All that is kept of a conversation, told apart. */
export interface RecordDigest {
  readonly messages: number;
  readonly sha256: string;
}

/** Reads a whole conversation, a turn at a time. Two archives with the same digest hold the same. */
export async function digestOf(archive: ConversationArchive, conversationId: string): Promise<RecordDigest> {
  const hash = createHash('sha256').update(canonical(await archive.conversation(conversationId)));
  let messages = 0;
  for await (const turn of archive.turns(conversationId)) {
    hash.update(canonical(turn));
    messages += 2;
  }
  return { messages, sha256: hash.digest('hex') };
}

/** JSON with the keys in order: PostgreSQL's JSONB does not keep the order they were written in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
