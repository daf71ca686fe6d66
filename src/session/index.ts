export {
  type Answer,
  type Artifact,
  type FileReference,
  type Grounding,
  NO_USAGE,
  type Source,
  type ToolCall,
  type UnmatchedNumber,
  type Usage,
} from './answer.js';
export {
  type AgentEvent,
  type AnswerDetails,
  type Conversation,
  type ConversationChange,
  Conversations,
  type Feedback,
  type FoundMessage,
  type Message,
  type Turn,
  type TurnStatus,
  type TurnText,
} from './conversations.port.js';
export { copyConversations, type CopyReport } from './copy/copy-conversations.js';
export { type ArchiveName, ARCHIVES, openArchive } from './copy/open-archive.js';
export {
  compareLogPositions,
  isLogPosition,
  LOG_START,
  positionInNothing,
  stoodInNothing,
  timeOfLogPosition,
} from './live/log-position.js';
export {
  type Admission,
  type LiveRun,
  type LogEntryDraft,
  type RunsBefore,
  type Snapshot,
  type TakenLog,
  type WrittenEvent,
} from './live/live-run.js';
export { type LogEntry, LogReader, type LogSubscription, serverSentEvent } from './live/log-reader.js';
export { LogRefusedError } from './live/log-refused.error.js';
export { LogView } from './live/log-view.js';
export { RunLog } from './live/run-log.js';
export { type Page, type PageRequest } from './page.js';
export { CURSOR_PARTS, decodeCursor, encodeCursor } from './page-cursor.js';
export { prepareMongo } from './prepare-mongo.js';
export { SessionErrors } from './session.errors.js';
export { SessionModule, SessionReaderModule, SessionUpkeepModule } from './session.module.js';
