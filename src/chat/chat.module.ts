import { Module } from '@nestjs/common';
import { AgentModule } from '../agent/index.js';
import { SessionModule } from '../session/index.js';
import { MessagesController } from './messages.controller.js';
import { SessionsController } from './sessions.controller.js';

/** Conversations over HTTP. */
@Module({ imports: [SessionModule, AgentModule], controllers: [SessionsController, MessagesController] })
export class ChatModule {}
