import { type AttachmentBlock } from '../../attachments/attachment-block.js';
import { type Conversation } from '../conversation.js';
import { CUES } from '../understanding/cues.js';
import { type Intent, type Question } from '../understanding/question.js';
import { type Understanding } from '../understanding/understand.js';
import { namesIn } from './names-in-files.js';

/** A question with the files it is about. */
export interface FileQuestion {
  readonly question: Question;
  /** Those attached to the question, or to an earlier one it comes back to. */
  readonly files: readonly AttachmentBlock[];
  /** Whether the files alone answer it, so that nothing is looked up. */
  readonly filesAlone: boolean;
}

/** Whatever is attached, these are answered with a refusal. */
const DECLINED: ReadonlySet<Intent> = new Set<Intent>(['prohibited', 'investment']);

/** How many names of a file are put into a question. */
const MOST_NAMES = 3;

const FILE =
  '附件|文件|文档|表格|清单|名单|(?:pdf|csv|excel|xlsx)(?:文件|表格?)?|' +
  '\\b(?:(?:attached|uploaded) )?(?:files?|attachments?|spreadsheets?|sheets?|documents?)\\b';
const SPEAKS_OF_FILE = new RegExp(`${FILE}|上传|这张表|表[中里]|\\battached\\b|\\buploaded\\b`, 'i');
/** "附件中公司", "the companies in the attached file": what the names of the file stand in for. */
const THINGS_IN_FILE = new RegExp(
  `(?:这[份个张]|该|我(?:上传)?的|上传的)?(?:${FILE})(?:里面?|中|内|上)?(?:列出|提到|列)?的?(?:这些|各个?|每[家个种]|所有|全部|几[家个种])?的?` +
    '(?:公司|企业|厂家|厂商|供应商|产品|商品|货物)' +
    '|(?:all |each of )?(?:the |these |those )?(?:compan(?:y|ies)|suppliers?|manufacturers?|products?|items|goods) ' +
    `(?:listed |named |mentioned )?(?:in|from|on|of) (?:the |this |that |my |these )?(?:${FILE})`,
  'i',
);

/** Reads the last question together with the files; undefined where it has to do with none. */
export function readFileQuestion(
  conversation: Conversation,
  understanding: Understanding,
  today: Date,
): FileQuestion | undefined {
  const { questions, attachments, earlierAttachments } = conversation;
  const text = questions.at(-1) ?? '';
  const speaksOfFile = SPEAKS_OF_FILE.test(text);
  const files = attachments.length > 0 ? attachments : speaksOfFile ? earlierAttachments : [];
  if (files.length === 0) return undefined;
  const named = speaksOfFile
    ? putNames(
        text,
        namesIn(files, (of) => understanding.namesIn(of)),
      )
    : undefined;
  const question = understanding.read([...questions.slice(0, -1), named ?? text], today);
  return { question, files, filesAlone: isOfFilesAlone(question, speaksOfFile && named === undefined) };
}

/** The question with names of the file in place of "the companies in the file"; undefined where it does not ask for them. */
function putNames(text: string, { companies, products }: ReturnType<typeof namesIn>): string | undefined {
  const lower = text.toLowerCase();
  const asks = CUES.company.test(lower) || CUES.trade.test(lower) || CUES.suppliers.test(lower);
  const asksOfGoods = asks || CUES.hsCode.test(lower) || CUES.exports.test(lower) || CUES.imports.test(lower);
  const [things = ''] = THINGS_IN_FILE.exec(text) ?? [];
  const ofCompanies = /公司|企业|厂|供应商|compan|supplier|manufacturer/i.test(things);
  const names = ofCompanies ? companies : products;
  if (things === '' || names.length === 0 || !(ofCompanies ? asks : asksOfGoods)) return undefined;
  const chinese = /\p{Script=Han}/u.test(text);
  return text.replace(things, names.slice(0, MOST_NAMES).join(chinese ? '、' : ', '));
}

function isOfFilesAlone({ intent, products, companies, url }: Question, speaksOfFile: boolean): boolean {
  if (DECLINED.has(intent)) return false;
  if (['capabilities', 'thanks', 'out_of_scope', 'unclear'].includes(intent)) return true;
  const names = products.some(({ hsCode }) => hsCode !== undefined) || companies.some(({ known }) => known);
  return speaksOfFile && !names && url === undefined;
}
