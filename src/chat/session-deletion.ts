import { Injectable } from '@nestjs/common';
import { RunCancellation, RunsService } from '../agent/index.js';
import { AppError } from '../common/errors/app-error.js';
import { type Conversation, Conversations, SessionErrors } from '../session/index.js';

/** Deletes sessions, with what they work on and what their runs said. */
@Injectable()
export class SessionDeletion {
  constructor(
    private readonly conversations: Conversations,
    private readonly cancellation: RunCancellation,
    private readonly runs: RunsService,
  ) {}

  /**
   * In this order: what is broken off leaves a session that is still to be seen, and can be deleted again; and when it is gone, nothing of it is
   * left, nor does anything come after. Should it have taken so long that the line was open again, what came in then is stopped at last.
   * @throws AppError SESSION_NOT_FOUND when another was faster
   */
  async delete(conversation: Conversation): Promise<void> {
    const { id, userId, sessionId } = conversation;
    await this.runs.closeConversation(conversation);
    const stop = () => this.cancellation.cancelSession(userId, id, 'session_deleted');
    await stop();
    await this.runs.forgetConversation(conversation);
    if (!(await this.conversations.delete(userId, sessionId, id))) throw new AppError(SessionErrors.SESSION_NOT_FOUND);
    await this.runs.endConversation(conversation);
    await stop();
  }
}
