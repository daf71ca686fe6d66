import { Module } from '@nestjs/common';
import { AgentModule } from '../agent/index.js';
import { AuthModule } from '../auth/index.js';
import { SessionModule } from '../session/index.js';
import { AccountConversations } from './account-conversations.js';
import { ExportController } from './export.controller.js';
import { FeedbackController } from './feedback.controller.js';
import { MessagesController } from './messages.controller.js';
import { SearchController } from './search.controller.js';
import { SessionDeletion } from './session-deletion.js';
import { SessionsController } from './sessions.controller.js';

/** Conversations over HTTP. */
@Module({
  imports: [AuthModule, SessionModule, AgentModule],
  controllers: [SessionsController, MessagesController, ExportController, SearchController, FeedbackController],
  providers: [AccountConversations, SessionDeletion],
})
export class ChatModule {}
