import {
  type AppendEventRequest,
  BaseSessionService,
  createSession,
  type Event,
  type ListSessionsResponse,
  pruneThoughts,
  type Session,
} from '@google/adk';
import { type AgentEvent } from '../../../../session/index.js';
import { keptEvent } from './kept-event.js';

/** Whose run a session stands for. */
export interface RunSessionKey {
  readonly appName: string;
  readonly userId: string;
  readonly conversationId: string;
}

/**
 * ADK's session service for a single run: it holds one session in memory, seeded with the conversation's history, and collects
 * what the run adds. Nothing is stored here: the executor commits the new events with the answer, or drops them with a failed run.
 */
export class RunSessionService extends BaseSessionService {
  readonly #session: Session;
  readonly #seeded: number;

  constructor(key: RunSessionKey, history: readonly Event[]) {
    super();
    this.#session = createSession({
      id: key.conversationId,
      appName: key.appName,
      userId: key.userId,
      state: stateAfter(history),
      events: [...history],
      lastUpdateTime: Date.now(),
    });
    this.#seeded = history.length;
  }

  /** The run's own events, oldest first, as they are kept. Partial ones are not among them, nor is `temp:` state. */
  newEvents(): AgentEvent[] {
    return this.#session.events.slice(this.#seeded).map(keptEvent);
  }

  /**
   * Thoughts are shown, not remembered: they would be sent to the model again with every later question. An event that
   * has no other content (nor had any: reports of usage) is not kept, since Gemini refuses a turn without parts.
   */
  override async appendEvent({ session, event }: AppendEventRequest): Promise<Event> {
    const kept = pruneThoughts(event);
    return kept.content?.parts?.length ? super.appendEvent({ session, event: kept }) : event;
  }

  override async createSession(): Promise<Session> {
    return this.#session;
  }

  override async getSession(): Promise<Session> {
    return this.#session;
  }

  override async listSessions(): Promise<ListSessionsResponse> {
    return { sessions: [this.#session], page: 1, limit: 1, totalItems: 1, totalPages: 1 };
  }

  override async deleteSession(): Promise<void> {
    throw new Error('The session of a run ends with the run; conversations are deleted elsewhere.');
  }
}

function stateAfter(history: readonly Event[]): Record<string, unknown> {
  return Object.assign({}, ...history.map((event) => event.actions.stateDelta)) as Record<string, unknown>;
}
