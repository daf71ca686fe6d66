import { timestamp } from '../../../../common/clock.js';
import { AppError } from '../../../../common/errors/app-error.js';
import { type Language, say } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { FetchErrors } from '../../providers/web-pages/fetch.errors.js';
import { type Providers } from '../../providers/providers.types.js';
import { type WebPage } from '../../providers/web-pages.port.js';
import { citedSources } from '../citations.js';
import { pageSource } from '../page-source.js';
import { readThrough } from '../readable-page.js';
import { defineTool, type ToolContext, type ToolFindings } from '../tool.js';
import { analyzeProductPageInput } from './analyze-product-page.input.js';
import { type AnalyzeProductPageData, type PageField, type PageFieldName } from './analyze-product-page.types.js';
import { readMeta } from './extraction/reader-fields.js';
import { readPage } from './extraction/page-fields.js';
import { type ReadField } from './extraction/read-field.js';
import { type AddressWords, readAddress } from './page-address-words.js';
import { FIELD_LABELS, ORIGIN_LABELS, PAGE_TEXTS } from './page-wording.js';

/** What a buyer needs of a product page; its absence is worth a word. */
const EXPECTED: readonly PageFieldName[] = ['brand', 'manufacturer', 'country_of_origin', 'price'];

/** What a product page says of its product. */
export function analyzeProductPageTool({ pages, reader }: Pick<Providers, 'pages' | 'reader'>) {
  return defineTool({
    name: 'analyze_product_page',
    description:
      'Reads a product page from its URL and returns what it states: name, brand, manufacturer, model, price, origin and so on, each with where on the page it was read, and product_words to look up HS code and suppliers with. When the page cannot be read it says so and returns only what the address itself tells.',
    activity: { en: 'Reading the product page', zh: '正在读取产品页面' },
    input: analyzeProductPageInput,
    version: 2,
    run: async ({ url }, context): Promise<ToolFindings<AnalyzeProductPageData>> => {
      const address = readAddress(url);
      const outcome = await attempt(url, context);
      if (outcome instanceof AppError) return throughReader(url, address, outcome, context);
      const { fields, wall } = readPage(outcome);
      if (wall) return throughReader(url, address, new AppError(FetchErrors.FETCH_BEHIND_WALL), context);
      return read(url, address, outcome, fields, context.language);
    },
  });

  /** Where we are not let in, somebody with a browser may be. */
  async function throughReader(url: string, address: AddressWords, failure: AppError, context: ToolContext) {
    const page = await readThrough(reader, url, failure, context);
    if (!page) return unread(url, address, failure, context.language);
    const findings = read(url, address, page, readMeta(page), context.language);
    const through = say(PAGE_TEXTS.through, context.language, { reader: page.reader });
    return { ...findings, missing: [...findings.missing, through] };
  }

  /** A page that cannot be read is a finding, not a failed call: there is still the address to work with. */
  async function attempt(url: string, { language, signal }: ToolContext): Promise<WebPage | AppError> {
    try {
      return await pages.read(url, { language, signal });
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }
}

function read(
  url: string,
  address: AddressWords,
  page: Pick<WebPage, 'url' | 'readAt'>,
  fields: readonly ReadField[],
  language: Language,
): ToolFindings<AnalyzeProductPageData> {
  const name = fields.find(({ field }) => field === 'name');
  const source = pageSource({
    title: name?.value ?? address.site,
    publisher: address.site,
    url: page.url,
    retrieved_at: page.readAt,
    confidence: 'verbatim',
  });
  const origins = [...new Set(fields.map(({ origin }) => say(ORIGIN_LABELS[origin], language)))];
  const absent = EXPECTED.filter((field) => !fields.some((known) => known.field === field));
  const structured = fields.some(
    ({ origin }) => origin === 'json-ld' || origin === 'embedded' || origin === 'microdata',
  );
  const data: AnalyzeProductPageData = {
    url,
    final_url: page.url,
    reached: true,
    failure: null,
    site: address.site,
    product_words: name?.value ?? address.words,
    fields: fields.map((field) => labelled(field, source, language)),
  };
  const list = absent.map((field) => say(FIELD_LABELS[field], language)).join(language === 'zh' ? '、' : ', ');
  return {
    data,
    sources: citedSources(data, [source]),
    summary: say(PAGE_TEXTS.read, language, { site: address.site, count: fields.length, origins: origins.join(', ') }),
    coverage: say(PAGE_TEXTS.coverage, language),
    missing: [
      ...(data.product_words === null ? [say(PAGE_TEXTS.noWords, language)] : []),
      ...(absent.length > 0 ? [say(PAGE_TEXTS.notStated, language, { fields: list })] : []),
    ],
    confidence: structured ? 'high' : name === undefined ? 'low' : 'medium',
  };
}

function unread(
  url: string,
  address: AddressWords,
  error: AppError,
  language: Language,
): ToolFindings<AnalyzeProductPageData> {
  const { site, words } = address;
  const failure = { code: error.code, detail: error.detail(language) };
  const source = pageSource({
    title: say(PAGE_TEXTS.addressSource, language, { site }),
    publisher: site,
    url,
    retrieved_at: timestamp(),
    confidence: 'derived',
  });
  const guess: ReadField[] = words === null ? [] : [{ field: 'name', value: words, origin: 'url' }];
  const data: AnalyzeProductPageData = {
    url,
    final_url: null,
    reached: false,
    failure,
    site,
    product_words: words,
    fields: guess.map((field) => labelled(field, source, language)),
  };
  return {
    data,
    sources: citedSources(data, [source]),
    summary: say(PAGE_TEXTS.notRead, language, { site }),
    coverage: say(PAGE_TEXTS.addressOnly, language),
    missing: [
      say(PAGE_TEXTS.notReached, language, { reason: failure.detail }),
      words === null ? say(PAGE_TEXTS.noWords, language) : say(PAGE_TEXTS.guessed, language, { words }),
    ],
    confidence: 'low',
  };
}

function labelled({ field, value, origin, name }: ReadField, source: Source, language: Language): PageField {
  return { field, label: name ?? say(FIELD_LABELS[field], language), value, origin, source_id: source.id };
}
