import { type Language } from '../../../../../common/i18n/language.js';
import { type ToolOutcome } from '../conversation.js';
import { type Question } from '../understanding/question.js';
import { compose, type Draft } from './answer.js';
import { writeClassification } from './classification.writer.js';
import { writeCompanyProfile, writeCompanyTrade } from './company.writer.js';
import { writeCapabilities, writeQuestionBack, writeRefusal, writeThanks } from './conversation.writer.js';
import { writeProductPage } from './product-page.writer.js';
import { writeSuppliers } from './suppliers.writer.js';
import { writeTrade } from './trade.writer.js';

/** The answer as Markdown. Every number in it stands in an outcome, formatted; nothing is added to what the tools returned. */
export function writeAnswer(question: Question, outcomes: readonly ToolOutcome[], language: Language): string {
  return compose(draft(question, outcomes, language), outcomes, language);
}

function draft(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  switch (question.intent) {
    case 'trade_statistics':
      return writeTrade(question, outcomes, language);
    case 'company_profile':
      return writeCompanyProfile(question, outcomes, language);
    case 'company_trade':
      return writeCompanyTrade(question, outcomes, language);
    case 'find_suppliers':
      return writeSuppliers(question, outcomes, language);
    case 'product_page':
      return writeProductPage(question, outcomes, language);
    case 'classify_product':
      return writeClassification(question, outcomes, language);
    case 'capabilities':
      return writeCapabilities(language);
    case 'thanks':
      return writeThanks(language);
    case 'out_of_scope':
      return writeRefusal(language);
    case 'unclear':
      return writeQuestionBack(question, language);
  }
}
