import { type Conversation, type Conversations, type Message } from '../../session/index.js';

const PAGE = 100;

/** Every message of a conversation, oldest first, a page at a time: a long one is never whole in memory. */
export async function* allMessages(conversations: Conversations, conversation: Conversation): AsyncGenerator<Message> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await conversations.messages(conversation.id, { order: 'oldest', limit: PAGE, cursor });
    yield* page.items;
    cursor = page.cursor;
  }
}
