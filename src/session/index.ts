export { type Answer, type Artifact, NO_USAGE, type Source, type ToolCall, type Usage } from './answer.js';
export {
  type AgentEvent,
  type Conversation,
  Conversations,
  type Message,
  type Page,
  type PageRequest,
  type Turn,
} from './conversations.port.js';
