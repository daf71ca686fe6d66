import { BaseLlm, type LlmRequest, type LlmResponse } from '@google/adk';
import { type Part } from '@google/genai';
import { TRANSFER_TOOL } from '../agents/specialists.js';
import { readConversation } from './conversation.js';
import { narrateNext, narratePlan } from './planning/narration.js';
import { nextStep } from './planning/planner.js';
import { pieces } from './streaming.js';
import { countTokens } from '../tokens.js';
import { Understanding } from './understanding/understand.js';
import { type Vocabulary } from './vocabulary.js';
import { readFileQuestion } from './files/file-question.js';
import { writeFileAnswer } from './files/files.writer.js';
import { writeAnswer } from './writing/writer.js';

/** Counts up with every change of how questions are read, planned or answered: cached answers depend on it. */
export const ANALYST_VERSION = 6;

/**
 * The built-in model: answers trade questions by rule, without any network. Like every model it sees one request at a time and either hands
 * over, calls tools, or writes; the same conversation always gets the same answer.
 */
export class AnalystModel extends BaseLlm {
  readonly #understanding: Understanding;

  constructor(
    vocabulary: Vocabulary,
    private readonly today: () => Date = () => new Date(),
  ) {
    super({ model: 'analyst' });
    this.#understanding = new Understanding(vocabulary);
  }

  /** Loads the segmentation dictionary. */
  warmUp(): void {
    this.#understanding.read(['查询手机出口'], this.today());
  }

  async *generateContentAsync(
    request: LlmRequest,
    stream?: boolean,
    signal?: AbortSignal,
  ): AsyncGenerator<LlmResponse, void> {
    const { thought, parts } = this.#respond(request);
    const text = parts.map((part) => part.text ?? '').join('');
    for (const piece of stream ? pieces(text) : []) {
      if (signal?.aborted) return;
      yield { content: { role: 'model', parts: [{ text: piece }] }, partial: true };
    }
    const whole: Part[] = thought === '' ? parts : [{ text: thought, thought: true }, ...parts];
    yield {
      content: { role: 'model', parts: whole },
      partial: false,
      turnComplete: true,
      usageMetadata: usageOf(request, whole),
    };
  }

  connect(): Promise<never> {
    return Promise.reject(new Error('Live connections are not used.'));
  }

  #respond(request: LlmRequest): { thought: string; parts: Part[] } {
    const conversation = readConversation(request);
    const asked = readFileQuestion(conversation, this.#understanding, this.today());
    const question = asked?.question ?? this.#understanding.read(conversation.questions, this.today());
    const language = conversation.language ?? question.language;
    if (asked?.filesAlone) return { thought: '', parts: [{ text: writeFileAnswer(asked, conversation, language) }] };
    const step = nextStep(question, conversation, new Set(Object.keys(request.toolsDict)), language);
    switch (step.kind) {
      case 'transfer':
        return {
          thought: narratePlan(question, language),
          parts: [{ functionCall: { name: TRANSFER_TOOL, args: { agentName: step.agent } } }],
        };
      case 'call': {
        // Who handed the question over has told the plan.
        const first = conversation.handedOver ? '' : narratePlan(question, language);
        const thought = step.round === 1 ? first : narrateNext(step.calls, language);
        return {
          thought,
          parts: step.calls.map(({ tool, args }) => ({ functionCall: { name: tool, args: { ...args } } })),
        };
      }
      case 'answer': {
        const text = asked
          ? writeFileAnswer(asked, conversation, language)
          : writeAnswer(question, conversation.outcomes, language);
        return { thought: '', parts: [{ text }] };
      }
    }
  }
}

function usageOf({ contents, config }: LlmRequest, written: readonly Part[]) {
  const promptTokenCount =
    countTokens(JSON.stringify(contents)) + countTokens(JSON.stringify(config?.systemInstruction ?? ''));
  const candidatesTokenCount = countTokens(
    written.map((part) => part.text ?? JSON.stringify(part.functionCall ?? '')).join(' '),
  );
  return { promptTokenCount, candidatesTokenCount, totalTokenCount: promptTokenCount + candidatesTokenCount };
}
