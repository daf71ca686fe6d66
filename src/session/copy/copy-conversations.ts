import { type ArchivedConversation, type ArchivedTurn, type ConversationArchive } from './conversation-archive.port.js';
import { digestOf } from './record-digest.js';

const PAGE = 100;
/** Turns that are written together. */
const BATCH = 200;
/** How often a conversation is copied again that was written to meanwhile. */
const ATTEMPTS = 3;

/** What a copy came to. */
export interface CopyReport {
  readonly conversations: number;
  /** All that both sides hold now, copied by this call or an earlier one. */
  readonly messages: number;
  /** Those this call wrote. */
  readonly copied: number;
  /** Conversations that were written to faster than they could be compared: copy again. */
  readonly unverified: readonly string[];
}

/**
 * Copies every conversation, while both sides may be at work. What the target has is not written again, so a copy that was
 * broken off goes on where it was, and a later one brings what came since. Each conversation is compared by the number of
 * its messages and the digest of all that is kept of it.
 */
export async function copyConversations(
  from: ConversationArchive,
  to: ConversationArchive,
  options: { signal?: AbortSignal; onProgress?: (report: CopyReport) => void } = {},
): Promise<CopyReport> {
  let report: CopyReport = { conversations: 0, messages: 0, copied: 0, unverified: [] };
  for (let after: string | undefined; ;) {
    const page = await from.conversations(after, PAGE);
    if (page.length === 0) return report;
    for (const conversation of page) {
      const { copied, messages, verified } = await copyOne(from, to, conversation, options.signal);
      report = {
        conversations: report.conversations + 1,
        messages: report.messages + messages,
        copied: report.copied + copied,
        unverified: verified ? report.unverified : [...report.unverified, conversation.id],
      };
      options.onProgress?.(report);
    }
    after = page.at(-1)?.id;
  }
}

async function copyOne(
  from: ConversationArchive,
  to: ConversationArchive,
  conversation: ArchivedConversation,
  signal: AbortSignal | undefined,
): Promise<{ copied: number; messages: number; verified: boolean }> {
  let copied = 0;
  let current = conversation;
  for (let attempt = 1; ; attempt += 1) {
    // After a difference all turns are gone through: it may be the feedback on an old one.
    const after = attempt === 1 ? await to.lastRunId(current.id) : undefined;
    await to.putConversation(current);
    for await (const turns of inBatches(from.turns(current.id, after))) {
      signal?.throwIfAborted();
      await to.putTurns(current.userId, turns);
      if (attempt === 1) copied += 2 * turns.length;
    }
    const [source, target] = await Promise.all([digestOf(from, current.id), digestOf(to, current.id)]);
    const verified = source.sha256 === target.sha256;
    if (verified || attempt === ATTEMPTS) return { copied, messages: target.messages, verified };
    const fresh = await from.conversation(current.id);
    // Purged meanwhile: nothing is left to compare.
    if (fresh === undefined) return { copied, messages: target.messages, verified: true };
    current = fresh;
  }
}

async function* inBatches(turns: AsyncIterable<ArchivedTurn>): AsyncGenerator<ArchivedTurn[]> {
  let batch: ArchivedTurn[] = [];
  for await (const turn of turns) {
    batch.push(turn);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
