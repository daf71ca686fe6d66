import { Injectable } from '@nestjs/common';
import { type CacheFigures, type CacheLife, LuaScript, RedisConnections, TwoLayerCache } from '../../cache/index.js';
import { SECOND } from '../../common/clock.js';
import { AppConfig } from '../../config/index.js';
import { type AgentEvent, type Answer } from '../../session/index.js';
import { type CachedQuestion, questionKey } from './question-key.js';

export interface CachedAnswer {
  /** The run that worked it out. */
  readonly runId: string;
  readonly answer: Answer;
  readonly agentEvents: readonly AgentEvent[];
}

/** An answer, and whether somebody else's work brought it. */
export interface FoundAnswer extends CachedAnswer {
  readonly cacheHit: boolean;
}

const NAMESPACE = 'answer';
/** How long others are given the stale answer while one asks anew. */
const REFRESH_CLAIM = 60 * SECOND;

const rememberAnswer = new LuaScript<number>(new URL('./remember-answer.lua', import.meta.url));

/** Answers to questions that were asked before. What the key leaves out must not change an answer (questionKey). */
@Injectable()
export class AnswerCache {
  private readonly enabled: boolean;
  private readonly life: Required<CacheLife>;

  constructor(
    private readonly cache: TwoLayerCache,
    private readonly redis: RedisConnections,
    config: AppConfig,
  ) {
    this.enabled = config.agent.cache.enabled;
    this.life = { ttlMs: config.agent.cache.ttlMs, staleMs: config.agent.cache.ttlMs };
  }

  /**
   * An answer that may be given at once. When it has become stale, the first who asks is told that there is none, so that
   * their run brings a new one; the others are given the stale one meanwhile.
   */
  async find(question: CachedQuestion): Promise<CachedAnswer | undefined> {
    if (!this.enabled) return undefined;
    const key = questionKey(question);
    const entry = await this.cache.lookUp<CachedAnswer>(NAMESPACE, key);
    if (entry === undefined) return undefined;
    if (Date.now() < entry.freshUntil) return entry.value;
    return (await this.claimRefresh(key)) ? undefined : entry.value;
  }

  /** An answer that is stale by now, for one whose own could not be made. */
  async findStale(question: CachedQuestion): Promise<CachedAnswer | undefined> {
    if (!this.enabled) return undefined;
    return (await this.cache.lookUp<CachedAnswer>(NAMESPACE, questionKey(question)))?.value;
  }

  /** Answers the question by `work`, unless another worker is at the same one: then with what that brings. */
  async findOrWork(
    question: CachedQuestion,
    work: () => Promise<CachedAnswer>,
    signal: AbortSignal,
  ): Promise<FoundAnswer> {
    if (!this.enabled) return { ...(await work()), cacheHit: false };
    const key = questionKey(question);
    let own: CachedAnswer | undefined;
    const load = async () => {
      const { runId, answer, agentEvents } = await work();
      own = { runId, answer, agentEvents };
      await this.remember(question.userId, key);
      return own;
    };
    const life = { ...this.life, keepIf: isShareable };
    const found = await this.cache.loadOnce<CachedAnswer>(NAMESPACE, key, life, load, signal);
    return { ...found, cacheHit: own === undefined };
  }

  async keep(question: CachedQuestion, answer: CachedAnswer): Promise<void> {
    if (!this.enabled || !isShareable(answer)) return;
    const key = questionKey(question);
    await Promise.all([this.cache.set(NAMESPACE, key, answer, this.life), this.remember(question.userId, key)]);
  }

  /** How many lookups of this process each layer answered. */
  get figures(): CacheFigures {
    return this.cache.figures(NAMESPACE);
  }

  /** Removes, for everybody and at once, the answers that the user's questions put here. @returns how many */
  async clear(userId: string): Promise<number> {
    const owned = this.keyOfOwner(userId);
    const keys = await this.redis.commands.zrange(owned, 0, -1);
    await this.cache.delete(NAMESPACE, keys);
    await this.redis.commands.del(owned);
    return keys.length;
  }

  /** Whose question put an answer here, for as long as it lives: scored by when it is gone. */
  private async remember(userId: string, key: string): Promise<void> {
    const owned = this.keyOfOwner(userId);
    const life = this.life.ttlMs + this.life.staleMs;
    const now = Date.now();
    try {
      await rememberAnswer.run(this.redis.commands, [owned], [key, now, now + life, life]);
    } catch {
      // Redis is away, and so is what it kept.
    }
  }

  private async claimRefresh(key: string): Promise<boolean> {
    const claim = this.redis.key('cache', 'refresh', key);
    try {
      return (await this.redis.commands.set(claim, '1', 'PX', REFRESH_CLAIM, 'NX')) === 'OK';
    } catch {
      return false;
    }
  }

  private keyOfOwner(userId: string): string {
    return this.redis.key('cache', 'owner', userId);
  }
}

/** The files a run made are its user's alone. */
function isShareable({ answer }: CachedAnswer): boolean {
  return answer.artifacts.length === 0;
}
