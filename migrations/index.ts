import { CreateAuth1763800000001 } from './1763800000001-create-auth.js';
import { CreateConversations1763800000002 } from './1763800000002-create-conversations.js';
import { CreateRuns1763800000003 } from './1763800000003-create-runs.js';

/** Every migration, oldest first. A new one is added at the end and never changed after it landed. */
export const migrations = [CreateAuth1763800000001, CreateConversations1763800000002, CreateRuns1763800000003];
