import { type Language, say, type Text } from '../../../../../common/i18n/language.js';
import {
  type AnalyzeProductPageData,
  type FieldOrigin,
} from '../../../tools/analyze-product-page/analyze-product-page.types.js';
import { type FindSuppliersData } from '../../../tools/find-suppliers/find-suppliers.types.js';
import { type ToolOutcome } from '../conversation.js';
import { findingsOf, TOOL } from '../planning/tool-request.js';
import { type Question } from '../understanding/question.js';
import { type Draft } from './answer.js';
import { blocks, cite, plain, section, table } from './markdown.js';
import { matterNotes } from './notes.js';
import { COLUMNS, HEADINGS } from './phrases.js';
import { supplierPart, supplierQuestions } from './suppliers.writer.js';

const ORIGINS: Readonly<Record<FieldOrigin, Text>> = {
  'json-ld': { en: 'structured data (JSON-LD)', zh: '结构化数据 (JSON-LD)' },
  embedded: { en: 'data embedded in the page', zh: '页面内嵌数据' },
  microdata: { en: 'structured data (microdata)', zh: '结构化数据 (microdata)' },
  opengraph: { en: 'page metadata', zh: '页面元数据' },
  reader: { en: 'read through a reader service', zh: '通过阅读服务读取' },
  title: { en: 'page title', zh: '页面标题' },
  url: { en: 'guessed from the address', zh: '根据网址推测' },
};

/** A product link: what the page says of its product, and who supplies such a product. */
export function writeProductPage(question: Question, outcomes: readonly ToolOutcome[], language: Language): Draft {
  const pages = findingsOf<AnalyzeProductPageData>(TOOL.page, outcomes).map(({ data }) => data);
  const suppliers = findingsOf<FindSuppliersData>(TOOL.suppliers, outcomes).map(({ data }) => data);
  const body = blocks(
    ...pages.map((page) => headline(page, language)),
    ...suppliers.map((data) => supplierPart(data, language)),
    ...pages.map((page) => section(say(HEADINGS.page, language), fieldTable(page, language))),
    suppliers.length === 0 ? askForName(language) : undefined,
  );
  return { body, notes: matterNotes(question, language), next: supplierQuestions(suppliers[0], language) };
}

function headline({ reached, failure, product_words, site }: AnalyzeProductPageData, language: Language): string {
  const words = product_words === null ? undefined : plain(product_words, 100);
  const shop = plain(site, 60);
  if (reached) {
    return language === 'zh'
      ? `已读取 ${shop} 的页面${words ? `，产品为 **${words}**` : '，但未能确定产品名称'}。`
      : `The page of ${shop} was read${words ? `; its product is **${words}**` : ', but the product could not be made out'}.`;
  }
  const why = failure ? plain(failure.detail, 200) : '';
  if (language === 'zh')
    return `**未能打开 ${shop} 的页面**${why && `（${why}）`}。${words ? `以下根据网址推测产品为“${words}”，请确认。` : ''}`;
  return `**The page of ${shop} could not be opened**${why && ` (${why})`}. ${words ? `From its address the product seems to be “${words}”; please confirm.` : ''}`.trim();
}

function fieldTable({ fields }: AnalyzeProductPageData, language: Language): string | undefined {
  const columns = [COLUMNS.field, COLUMNS.content, COLUMNS.origin, COLUMNS.source].map((column) =>
    say(column, language),
  );
  return table(
    columns,
    fields
      .filter(({ field }) => field !== 'image')
      .map(({ label, value, origin, source_id }) => [
        plain(label, 60),
        plain(value, 200),
        say(ORIGINS[origin], language),
        cite(source_id),
      ]),
  );
}

function askForName(language: Language): string {
  return language === 'zh'
    ? '请告诉我产品的名称或 HS 编码，我来查找供应商。'
    : 'Tell me the name or HS code of the product, and I will look for suppliers.';
}
