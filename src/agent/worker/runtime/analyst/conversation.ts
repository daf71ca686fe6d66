import { type LlmRequest } from '@google/adk';
import { type Content, type Part } from '@google/genai';
import { type Language, LANGUAGES } from '../../../../common/i18n/language.js';
import { type AttachmentBlock, readAttachmentBlock } from '../attachments/attachment-block.js';
import { attachmentsIn } from '../attachments/attachment-parts.js';
import { readToolReport, type ToolReport } from '../adapters/tool-report.js';
import { LANGUAGE_LABEL } from '../models/request-labels.js';

/** A tool call of the current turn and what came of it. */
export interface ToolOutcome {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly report: ToolReport;
}

/** A model request as the analyst sees it. */
export interface Conversation {
  /** The agent that is to answer. */
  readonly agent: string;
  /** The run's language; undefined where the request does not say. */
  readonly language: Language | undefined;
  /** What the user asked, oldest first; the last one is to be answered. */
  readonly questions: readonly string[];
  /** The files of the last question. */
  readonly attachments: readonly AttachmentBlock[];
  /** Those of the question before it that had any. */
  readonly earlierAttachments: readonly AttachmentBlock[];
  /** What tools returned since the last question, in the order of the calls. */
  readonly outcomes: readonly ToolOutcome[];
  /** Another agent has handed the question over. */
  readonly handedOver: boolean;
}

/** ADK's label with the name of the agent that asks. */
const AGENT_LABEL = 'adk_agent_name';
/** ADK shows what another agent did as a user's content that begins with this part. */
const FOREIGN = 'For context:';

export function readConversation(request: LlmRequest): Conversation {
  const { labels = {} } = request.config ?? {};
  const questions: string[] = [];
  let attachments: AttachmentBlock[] = [];
  let earlierAttachments: AttachmentBlock[] = [];
  let turn: Content[] = [];
  for (const content of request.contents) {
    const question = questionIn(content);
    if (question !== undefined) {
      questions.push(question);
      if (attachments.length > 0) earlierAttachments = attachments;
      attachments = attachmentsIn(content.parts);
    }
    turn = question === undefined ? [...turn, content] : [];
  }
  return {
    agent: labels[AGENT_LABEL] ?? '',
    language: LANGUAGES.find((language) => language === labels[LANGUAGE_LABEL]),
    questions,
    attachments,
    earlierAttachments,
    outcomes: outcomesIn(turn.flatMap((content) => content.parts ?? [])),
    handedOver: turn.some(isForeign),
  };
}

function questionIn(content: Content): string | undefined {
  if (content.role !== 'user' || isForeign(content)) return undefined;
  const texts = (content.parts ?? []).map((part) => part.text ?? '');
  const text = texts.filter((part, index) => index === 0 || readAttachmentBlock(part) === undefined).join('');
  return text.trim() === '' ? undefined : text;
}

function isForeign({ parts = [] }: Content): boolean {
  return parts.length > 1 && parts[0]?.text === FOREIGN;
}

/** Responses stand in the order of their calls; ADK has taken the ids away that it had given them itself. */
function outcomesIn(parts: readonly Part[]): ToolOutcome[] {
  const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
  const responses = parts.flatMap(({ functionResponse }) => functionResponse ?? []);
  return responses.flatMap(({ name, response }, index) => {
    const report = readToolReport(response);
    return name === undefined || report === undefined ? [] : [{ tool: name, args: calls[index]?.args ?? {}, report }];
  });
}
