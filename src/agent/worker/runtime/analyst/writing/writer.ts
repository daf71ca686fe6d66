import { type Language } from '../../../../../common/i18n/language.js';
import { type ToolOutcome } from '../conversation.js';
import { callsOf, partsOf } from '../planning/planner.js';
import { TOOL, wasMade } from '../planning/tool-request.js';
import { type Intent, type Question } from '../understanding/question.js';
import { compose, type Draft } from './answer.js';
import { writeBuyers } from './buyers.writer.js';
import { writeCalculation } from './calculation.writer.js';
import { writeClassification } from './classification.writer.js';
import { writeCompanyProfile, writeCompanyTrade } from './company.writer.js';
import { writeComparison } from './comparison.writer.js';
import {
  writeCapabilities,
  writeDeclined,
  writeQuestionBack,
  writeRefusal,
  writeThanks,
} from './conversation.writer.js';
import { blocks, plain } from './markdown.js';
import { writeProductPage } from './product-page.writer.js';
import { writeScreening } from './sanctions.writer.js';
import { writeSuppliers } from './suppliers.writer.js';
import { writeTariff } from './tariff.writer.js';
import { writeReasons, writeTrade } from './trade.writer.js';
import { writePage, writeSearch } from './web.writer.js';

type Write = (question: Question, outcomes: readonly ToolOutcome[], language: Language) => Draft;

const WRITERS: Readonly<Record<Intent, Write>> = {
  trade_statistics: writeTrade,
  reasons: writeReasons,
  company_profile: writeCompanyProfile,
  company_trade: writeCompanyTrade,
  screen_sanctions: writeScreening,
  find_suppliers: writeSuppliers,
  world_exporters: writeSuppliers,
  find_buyers: writeBuyers,
  compare_markets: writeComparison,
  tariff: writeTariff,
  calculate: writeCalculation,
  product_page: writeProductPage,
  read_page: writePage,
  web_search: writeSearch,
  classify_product: writeClassification,
  capabilities: (_question, _outcomes, language) => writeCapabilities(language),
  thanks: (_question, _outcomes, language) => writeThanks(language),
  prohibited: (question, _outcomes, language) => writeDeclined(question, language),
  investment: (question, _outcomes, language) => writeDeclined(question, language),
  out_of_scope: (_question, _outcomes, language) => writeRefusal(language),
  unclear: (question, _outcomes, language) => writeQuestionBack(question, language),
};

/**
 * The answer as Markdown. Every number in it stands in an outcome, formatted; nothing is added to what the tools returned. Several
 * questions of one message are answered one after another, each from its own calls.
 */
export function writeAnswer(question: Question, outcomes: readonly ToolOutcome[], language: Language): string {
  return compose(draftAnswer(question, outcomes, language), outcomes, language);
}

/** The same, before it is put together. */
export function draftAnswer(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const parts = partsOf(question);
  const drafts = parts.map((part) => WRITERS[part.intent](part, ownOutcomes(part, outcomes), language));
  const [first] = drafts;
  // Nothing was found out, as where a tool is missing: better to ask back than to say nothing.
  if (drafts.every(({ body }) => body === '') && outcomes.every(({ report }) => report.ok))
    return writeQuestionBack({ ...question, missing: 'product' }, language);
  const reports = reportNotes(parts, outcomes, language);
  if (first && drafts.length === 1) return { ...first, notes: [...reports, ...(first.notes ?? [])] };
  return {
    body: blocks(...parts.map((part, index) => blocks(`## ${index + 1}. ${titleOf(part)}`, drafts[index]?.body))),
    notes: [...reports, ...drafts.flatMap(({ notes = [] }) => notes)],
    next: drafts.flatMap(({ next }) => next.slice(0, 1)),
  };
}

/** A file that was asked for and not made is said to be so. */
function reportNotes(parts: readonly Question[], outcomes: readonly ToolOutcome[], language: Language): string[] {
  const wanted = parts.some(({ report }) => report.length > 0);
  if (!wanted || outcomes.some(({ tool }) => tool === TOOL.report)) return [];
  return [
    language === 'zh'
      ? '未生成报告文件：没有可以写入表格的数据，或当前未启用报告功能。'
      : 'No report was made: nothing was found that fits a table, or reports are not switched on here.',
  ];
}

/** The question without the words that join it to the one before. */
function titleOf({ text }: Question): string {
  const bare = text
    .replace(/^(?:另外|还有|此外|以及|然后|and|also|then)[\s，,]*/i, '')
    .replace(/[\s?？。.!！;；]+$/, '');
  return plain(bare, 120);
}

function ownOutcomes(part: Question, outcomes: readonly ToolOutcome[]): readonly ToolOutcome[] {
  const calls = callsOf(part, outcomes);
  return outcomes.filter((outcome) => calls.some((call) => wasMade(call, [outcome])));
}
