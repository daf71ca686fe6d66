import { type Principal } from '../auth/index.js';
import { AppError } from '../common/errors/app-error.js';
import { type Conversation, type Conversations, SessionErrors } from '../session/index.js';

/** @throws AppError SESSION_NOT_FOUND, also for somebody else's */
export async function ownConversation(
  conversations: Conversations,
  user: Principal,
  sessionId: string,
): Promise<Conversation> {
  const conversation = await conversations.find(user.userId, sessionId);
  if (conversation === undefined) throw new AppError(SessionErrors.SESSION_NOT_FOUND);
  return conversation;
}
