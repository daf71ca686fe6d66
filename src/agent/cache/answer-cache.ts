import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TwoLayerCache } from '../../cache/index.js';
import { type Language } from '../../common/i18n/language.js';
import { AppConfig } from '../../config/index.js';
import { type AgentEvent, type Answer } from '../../session/index.js';

/** Everything that may change an answer. Only questions without context are looked up: their answer depends on nothing else. */
export interface CachedQuestion {
  readonly message: string;
  readonly language: Language;
  /** Model and tools (AgentRuntime.version). */
  readonly runtimeVersion: string;
}

export interface CachedAnswer {
  readonly answer: Answer;
  readonly agentEvents: readonly AgentEvent[];
}

const NAMESPACE = 'answer';

/** Answers to questions that were asked before. Shared between users, as nothing of a user goes into them. */
@Injectable()
export class AnswerCache {
  private readonly enabled: boolean;
  private readonly ttlMs: number;

  constructor(
    private readonly cache: TwoLayerCache,
    config: AppConfig,
  ) {
    this.enabled = config.agent.cache.enabled;
    this.ttlMs = config.agent.cache.ttlMs;
  }

  async find(question: CachedQuestion): Promise<CachedAnswer | undefined> {
    return this.enabled ? this.cache.get<CachedAnswer>(NAMESPACE, keyOf(question)) : undefined;
  }

  async keep(question: CachedQuestion, answer: CachedAnswer): Promise<void> {
    if (this.enabled) await this.cache.set(NAMESPACE, keyOf(question), answer, this.ttlMs);
  }
}

/** The same question in other spacing, width or case is the same question. */
function keyOf({ message, language, runtimeVersion }: CachedQuestion): string {
  const normalized = message
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[。.?!\s]+$/, '');
  return createHash('sha256')
    .update(JSON.stringify([runtimeVersion, language, normalized]))
    .digest('base64url');
}
