import { z } from 'zod';
import { timestamp } from '../../../../common/clock.js';
import { say, type Text } from '../../../../common/i18n/language.js';
import { type Providers } from '../../providers/providers.types.js';
import { citedSources } from '../citations.js';
import { pageSource } from '../page-source.js';
import { sayAll } from '../say-all.js';
import { defineTool, type ToolFindings } from '../tool.js';
import { type SearchWebData } from './search-web.types.js';

const searchWebInput = z.object({
  query: z.string().trim().min(2).max(300).describe('What to look for, in the words a search engine understands.'),
  limit: z.number().int().min(1).max(10).default(6).describe('How many pages to return at most.'),
});
const LONGEST_SNIPPET = 400;

const TEXTS = {
  found: { en: '{count} pages on "{query}"', zh: '关于“{query}”找到 {count} 个网页' },
  none: { en: 'No page was found on "{query}".', zh: '未找到关于“{query}”的网页。' },
  nowhere: { en: 'No search was possible.', zh: '无法进行搜索。' },
  unchecked: {
    en: 'Snippets are what an engine quotes of a page: read the page before relying on it.',
    zh: '摘要由搜索引擎截取，引用前请阅读原网页。',
  },
} satisfies Record<string, Text>;

/** Public pages on something. */
export function searchWebTool({ search }: Pick<Providers, 'search'>) {
  return defineTool({
    name: 'search_web',
    description:
      'Searches the public web (or, where no search engine is configured, Wikipedia) and returns titles, addresses and snippets. Use it for background and news that trade statistics, company data and tariffs do not hold, never for figures those tools give. Read a page with read_page before quoting more than its snippet.',
    activity: { en: 'Searching the web', zh: '正在搜索网页' },
    input: searchWebInput,
    version: 1,
    run: async ({ query, limit }, { language, signal }): Promise<ToolFindings<SearchWebData>> => {
      const found = await search.search(query, language, limit, signal);
      const pages = found.hits.slice(0, limit).filter(({ url }) => URL.canParse(url));
      const sources = pages.map(({ title, url, published, licence }) =>
        pageSource({
          title,
          publisher: new URL(url).hostname.replace(/^www\./, ''),
          url,
          retrieved_at: timestamp(),
          ...(published !== null && /^\d{4}-\d{2}-\d{2}/.test(published) && { as_of: published.slice(0, 10) }),
          ...(licence !== null && { licence }),
          confidence: 'secondary',
        }),
      );
      const data: SearchWebData = {
        query,
        results: pages.map(({ title, url, snippet, published }, index) => ({
          title,
          url,
          snippet: snippet.slice(0, LONGEST_SNIPPET),
          published,
          source_id: sources[index]?.id ?? '',
        })),
      };
      const none = data.results.length === 0;
      return {
        data,
        sources: citedSources(data, sources),
        summary: say(none ? TEXTS.none : TEXTS.found, language, { query, count: data.results.length }),
        coverage: sayAll(found.coverage, language).join(' ') || say(TEXTS.nowhere, language),
        missing: [say(none ? TEXTS.none : TEXTS.unchecked, language, { query }), ...sayAll(found.gaps, language)],
        confidence: none ? 'low' : 'medium',
      };
    },
  });
}
