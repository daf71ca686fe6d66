import { CreateAuth1763800000001 } from './1763800000001-create-auth.js';
import { CreateConversations1763800000002 } from './1763800000002-create-conversations.js';
import { CreateRuns1763800000003 } from './1763800000003-create-runs.js';
import { OrganizeConversations1763800000010 } from './1763800000010-organize-conversations.js';
import { CompleteAuth1763800000100 } from './1763800000100-complete-auth.js';
import { CreateFiles1763800000200 } from './1763800000200-create-files.js';
import { OneArtifactAnEffect1763800000300 } from './1763800000300-one-artifact-an-effect.js';
import { AttachFiles1763800000310 } from './1763800000310-attach-files.js';
import { EventsWithTheirAnswer1763800000320 } from './1763800000320-events-with-their-answer.js';
import { DeleteTwice1763800000330 } from './1763800000330-delete-twice.js';
import { OneRunAtWork1763800000340 } from './1763800000340-one-run-at-work.js';
import { NeverTwoAtWork1763800000350 } from './1763800000350-never-two-at-work.js';

/** Every migration, oldest first. A new one is added at the end and never changed after it landed. */
export const migrations = [
  CreateAuth1763800000001,
  CreateConversations1763800000002,
  CreateRuns1763800000003,
  OrganizeConversations1763800000010,
  CompleteAuth1763800000100,
  CreateFiles1763800000200,
  OneArtifactAnEffect1763800000300,
  AttachFiles1763800000310,
  EventsWithTheirAnswer1763800000320,
  DeleteTwice1763800000330,
  OneRunAtWork1763800000340,
  NeverTwoAtWork1763800000350,
];
