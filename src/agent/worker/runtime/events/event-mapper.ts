import { type Event, type LlmResponse } from '@google/adk';
import { type Part } from '@google/genai';
import { AppError } from '../../../../common/errors/app-error.js';
import { say } from '../../../../common/i18n/language.js';
import { AgentModelErrors } from '../../../agent-model.errors.js';
import { handOverNotice, TRANSFER_TOOL } from '../agents/specialists.js';
import { type RunScope } from '../run-scope.js';
import { AnswerText } from './answer-text.js';

/**
 * Turns the events of an ADK run into ours: thoughts and transfers become `thinking`, text becomes `chunk`. Events of tools are told
 * by the tools themselves, at the moment they happen: ADK reports parallel calls only when the last one is done.
 */
export class EventMapper {
  readonly #answer: AnswerText;
  #thoughtStreamed = false;

  constructor(private readonly scope: RunScope) {
    this.#answer = new AnswerText(
      (id) => scope.sources.knows(id),
      (content) => scope.emit({ type: 'chunk', content }),
    );
  }

  /** A piece of what the model says, as soon as it is there. */
  acceptPartial({ content }: LlmResponse): void {
    const parts = content?.parts ?? [];
    this.#think(parts, true);
    this.#write(parts, true);
  }

  /** A whole response of the model, or what ADK made of it. */
  accept(event: Event): void {
    const parts = event.content?.parts ?? [];
    this.#think(parts, false);
    this.#write(parts, false);
    for (const { functionCall } of parts) {
      if (functionCall?.name === TRANSFER_TOOL) this.#announce(String(functionCall.args?.['agentName']));
    }
    if (event.errorCode !== undefined) this.#fail(event);
  }

  /** The whole answer, once no event comes any more. */
  finish(): string {
    this.#answer.finish();
    return this.#answer.content;
  }

  /** The last, whole event of a model call repeats what was streamed; it counts only where nothing was. */
  #think(parts: readonly Part[], partial: boolean): void {
    const content = textOf(parts, true);
    if (content !== '' && (partial || !this.#thoughtStreamed)) this.scope.emit({ type: 'thinking', content });
    if (partial) this.#thoughtStreamed ||= content !== '';
    else if (content !== '') this.#thoughtStreamed = false;
  }

  #write(parts: readonly Part[], partial: boolean): void {
    const text = textOf(parts, false);
    if (text === '') return;
    if (partial) this.#answer.addPartial(text);
    else this.#answer.addFinal(text);
  }

  #announce(agent: string): void {
    const notice = handOverNotice(agent);
    if (notice) this.scope.emit({ type: 'thinking', content: say(notice, this.scope.language) });
  }

  /** A model's own failure is noted by then; what is left are calls that ADK could not carry out. */
  #fail(event: Event): void {
    const cause = new Error(`${event.errorCode}: ${event.errorMessage ?? 'no message'}`);
    this.scope.fail(this.scope.failure ?? new AppError(AgentModelErrors.MODEL_INVALID_RESPONSE, { cause }));
  }
}

function textOf(parts: readonly Part[], thought: boolean): string {
  let text = '';
  for (const part of parts) if ((part.thought === true) === thought) text += part.text ?? '';
  return text;
}
