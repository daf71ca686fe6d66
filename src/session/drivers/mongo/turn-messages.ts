import { type Message } from '../../conversations.port.js';
import { type TurnRecord } from './turn.schema.js';

/** A turn's messages, the question first. */
export function messagesOf(turn: TurnRecord): [question: Message, answer: Message] {
  const shared = { conversationId: turn.conversationId, runId: turn._id };
  const { question, answer } = turn;
  return [
    {
      ...shared,
      id: question.id,
      role: 'user',
      content: question.content,
      files: question.files ?? [],
      status: null,
      answer: null,
      feedback: null,
      createdAt: question.at,
    },
    {
      ...shared,
      id: answer.id,
      role: 'assistant',
      content: answer.content,
      files: [],
      status: answer.status,
      answer: JSON.parse(answer.details) as Message['answer'],
      feedback: answer.feedback,
      createdAt: answer.at,
    },
  ];
}

/** The place of a message in its conversation, 1, 2, 3 …: the question of turn n is 2n − 1, its answer 2n. */
export function placeOf(turn: TurnRecord, message: Message): number {
  return 2 * turn.number - (message.role === 'user' ? 1 : 0);
}
