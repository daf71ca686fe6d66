import { type Conversations } from '../../../src/session/conversations.port.js';

/** The same conversations as one sees them who keeps runs in another database: beside those of MongoDB. */
export function elsewhere(conversations: Conversations): Conversations {
  return Object.assign(Object.create(conversations) as Conversations, { openingPart: undefined, turnPart: undefined });
}
