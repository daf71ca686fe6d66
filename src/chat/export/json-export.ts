import { type Conversation, type Message } from '../../session/index.js';
import { MessageDto } from '../dto/chat-message.dto.js';
import { SessionDto } from '../dto/chat-session.dto.js';

/** A conversation as one JSON object, piece by piece. */
export async function* writeJson(conversation: Conversation, messages: AsyncIterable<Message>): AsyncGenerator<string> {
  yield `{"session":${JSON.stringify(SessionDto.from(conversation))},"messages":[`;
  let separator = '\n';
  for await (const message of messages) {
    yield `${separator}${JSON.stringify(MessageDto.from(message))}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}
