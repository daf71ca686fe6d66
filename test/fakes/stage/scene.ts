import { randomUUID } from 'node:crypto';
import { type SeenRequest } from '../gemini/fake-gemini.js';
import { callReply, type Reply, textReply } from '../gemini/gemini-replies.js';
import { type WireContent, type WireRequestBody } from '../gemini/gemini-wire.js';
import { Gate } from './gate.js';

/**
 * The steps of a question at which it can be stopped: the model call that hands it to a specialist, the one that asks for
 * the tool, the page the tool reads, the model call that answers, and the middle of its words.
 */
export type Step = 'route' | 'plan' | 'page' | 'answer' | 'words';

const TOOL = 'analyze_product_page';
const MARK = /scene-[0-9a-f-]{36}/g;

export interface SceneOptions {
  /** The pieces in which the answer is streamed. */
  readonly pieces?: readonly string[];
  /** Milliseconds between two pieces. */
  readonly pauseMs?: number;
  /** Whether the agent reads the page first (three model calls), or answers at once (one). Default true. */
  readonly tool?: boolean;
  /** What the model is to answer instead, call by call; undefined leaves it to the scene. */
  readonly instead?: (call: number) => Reply | undefined;
}

const PIECES = [
  '**The page names ',
  'one product: ',
  'an electric kettle ',
  'of Acme.** ',
  'It states ',
  'nothing else.',
];

/** One question with everything the model and the page answer to it, in every attempt, and a count of what was asked of them. */
export class Scene {
  readonly id = `scene-${randomUUID()}`;
  /** The model calls that have come in, by step. */
  readonly calls: Step[] = [];
  /** How often the page was read. */
  hits = 0;
  /** For each step, when the last who asked had left: with an answer, or without because they hung up. */
  readonly left = new Map<Step, Promise<void>>();
  private readonly gates = new Map<Step, Gate[]>();

  constructor(
    private readonly host: string,
    private readonly options: SceneOptions = {},
  ) {}

  get question(): string {
    return `Which product is shown on ${this.url}?`;
  }

  get answer(): string {
    return this.pieces.join('');
  }

  /** The next one who comes to this step stops there; those after it pass. */
  hold(step: Step): Gate {
    const gate = new Gate();
    this.gates.set(step, [...(this.gates.get(step) ?? []), gate]);
    return gate;
  }

  /** Whose scene a request to the model belongs to: that of the last question in it. */
  static idIn(body: WireRequestBody): string | undefined {
    return JSON.stringify(body.contents).match(MARK)?.at(-1);
  }

  async reply({ body, gone }: SeenRequest): Promise<Reply> {
    const step = this.stepOf(body);
    this.calls.push(step);
    this.left.set(step, gone);
    await this.pass(step);
    const instead = this.options.instead?.(this.calls.length);
    if (instead !== undefined) return instead;
    if (step === 'plan') return callReply([{ name: TOOL, args: { url: this.url } }]);
    if (step === 'answer' || this.options.tool === false) return this.words();
    return callReply([{ name: 'transfer_to_agent', args: { agentName: 'sourcing_specialist' } }]);
  }

  async readPage(gone: Promise<void>): Promise<void> {
    this.hits += 1;
    this.left.set('page', gone);
    await this.pass('page');
  }

  private get url(): string {
    return `http://${this.host}/products/${this.id}`;
  }

  private get pieces(): readonly string[] {
    return this.options.pieces ?? PIECES;
  }

  private words(): Reply {
    const hold = { before: Math.ceil(this.pieces.length / 2), until: () => this.pass('words') };
    return textReply(this.pieces, { pauseMs: this.options.pauseMs ?? 0, hold });
  }

  private async pass(step: Step): Promise<void> {
    await this.gates.get(step)?.shift()?.pass();
  }

  private stepOf({ contents, tools = [] }: WireRequestBody): Step {
    const offered = tools.flatMap((tool) => tool.functionDeclarations ?? []).map(({ name }) => name);
    if (!offered.includes(TOOL)) return 'route';
    const asked = contents.findLastIndex((content) => content.role === 'user' && this.isAsked(content));
    const returned = contents.slice(asked).flatMap((content) => content.parts ?? []);
    return returned.some((part) => part.functionResponse?.name === TOOL) ? 'answer' : 'plan';
  }

  private isAsked({ parts = [] }: WireContent): boolean {
    return parts.some((part) => part.text?.includes(this.question));
  }
}
