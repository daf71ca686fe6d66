import { CreateConversations1763800000002 } from './1763800000002-create-conversations.js';
import { CreateRuns1763800000003 } from './1763800000003-create-runs.js';

/** Every migration, oldest first. A new one is added at the end and never changed after it landed. */
export const migrations = [CreateConversations1763800000002, CreateRuns1763800000003];
