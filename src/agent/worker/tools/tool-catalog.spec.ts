import fc from 'fast-check';
import { toolContext } from '../../../../test/factories/tool-context.js';
import { LANGUAGES } from '../../../common/i18n/language.js';
import { createReferenceProviders } from '../providers/reference/reference-providers.js';
import { GuardedWebPages } from '../providers/web-pages/guarded-web-pages.js';
import { createToolCatalog } from './tool-catalog.js';
import { type Tool, type ToolFindings } from './tool.js';

const providers = createReferenceProviders();
const pages = new GuardedWebPages({ allowPrivateHosts: [], resolve: (_, done) => done(new Error('no network'), []) });
const catalog = createToolCatalog({ ...providers, pages });
const { countries, products, companies } = providers.vocabulary;
const nameOf = (entries: readonly { names: readonly string[] }[]) =>
  fc.constantFrom(...entries.flatMap(({ names }) => names));

/** Questions as people ask them: mostly names we know, sometimes nonsense. */
const inputs: Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
  classify_hs_code: fc.record({ product: fc.oneof(nameOf(products), fc.string({ minLength: 1, maxLength: 40 })) }),
  query_trade_statistics: fc.record({
    reporter: fc.oneof({ weight: 3, arbitrary: fc.constant('CHN') }, { weight: 1, arbitrary: nameOf(countries) }),
    partner: fc.oneof(nameOf(countries), fc.constantFrom('WLD', 'ALL', 'USA', 'DEU')),
    product: nameOf(products),
    flow: fc.constantFrom('X', 'M'),
    years: fc.array(fc.integer({ min: 2017, max: 2025 }), { maxLength: 4 }),
  }),
  get_company_profile: fc.record({ name: fc.oneof(nameOf(companies), fc.string({ minLength: 1, maxLength: 20 })) }),
  find_suppliers: fc.record({ product: fc.oneof(nameOf(products), fc.string({ minLength: 1, maxLength: 40 })) }),
  search_web: fc.record({ query: fc.string({ minLength: 2, maxLength: 40 }) }),
  read_page: fc.record({ url: fc.webUrl() }),
  compare_markets: fc.record({
    product: nameOf(products),
    markets: fc.array(fc.constantFrom('USA', 'DEU', '日本', 'Vietnam', '印度'), { minLength: 1, maxLength: 5 }),
  }),
  find_buyers: fc.record({ product: fc.oneof(nameOf(products), fc.string({ minLength: 1, maxLength: 40 })) }),
  calculate: fc.record({
    landed_cost: fc.record({
      goods_value: fc.integer({ min: 0, max: 1e6 }),
      duty_percent: fc.integer({ min: 0, max: 50 }),
    }),
    incoterms: fc.subarray(['FOB', 'CIF', 'EXW']),
  }),
  create_report: fc.record({
    title: fc.string({ minLength: 1, maxLength: 40 }),
    formats: fc.subarray(['csv', 'markdown'], { minLength: 1 }),
    sections: fc.array(
      fc.record({
        heading: fc.string({ minLength: 1, maxLength: 40 }),
        text: fc.string(),
        table: fc.record({
          columns: fc.constant([{ name: 'Name', kind: 'text' }]),
          rows: fc.array(fc.tuple(fc.string()), { minLength: 1 }),
        }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  get_tariff: fc.record({ product: nameOf(products), importer: nameOf(countries) }),
  screen_sanctions: fc.record({ name: fc.oneof(nameOf(companies), fc.string({ minLength: 2, maxLength: 20 })) }),
  analyze_product_page: fc.record({ url: fc.oneof(fc.webUrl(), fc.string({ minLength: 4, maxLength: 40 })) }),
};

describe('createToolCatalog', () => {
  it('should hold every tool under the name the model calls it by', () => {
    expect(catalog.map(({ name }) => name)).toEqual([
      'classify_hs_code',
      'query_trade_statistics',
      'get_company_profile',
      'find_suppliers',
      'analyze_product_page',
      'screen_sanctions',
      'get_tariff',
      'compare_markets',
      'find_buyers',
      'calculate',
      'create_report',
      'search_web',
      'read_page',
    ]);
  });

  describe.each(catalog.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
    const property = (check: (findings: ToolFindings) => void) =>
      fc.assert(
        fc.asyncProperty(inputs[name] ?? fc.constant({}), fc.constantFrom(...LANGUAGES), async (given, language) => {
          const input = tool.input.safeParse(given);
          fc.pre(input.success);
          const findings = await run(tool, input.data, language);
          if (findings) check(findings);
        }),
        { numRuns: 60 },
      );

    it('should name only sources it lists, and list only sources it names', () =>
      property(({ data, sources }) => {
        expect(new Set(sources.map(({ id }) => id))).toEqual(new Set(idsIn(data)));
      }));

    it('should give every amount a source', () =>
      property(({ data }) => {
        for (const part of objectsIn(data)) {
          if (typeof part.value_usd === 'number') expect(typeof part.source_id).toBe('string');
        }
      }));

    it('should never show an average under a year', () =>
      property(({ data }) => {
        for (const { is_average, period } of objectsIn(data)) {
          if (is_average !== undefined) expect(/average|均值/.test(String(period))).toBe(is_average);
        }
      }));

    it('should speak the language of the run', async () => {
      await fc.assert(
        fc.asyncProperty(inputs[name] ?? fc.constant({}), async (given) => {
          const input = tool.input.safeParse(given);
          fc.pre(input.success);
          const findings = await run(tool, input.data, 'zh');
          for (const sentence of [findings?.summary, findings?.coverage, ...(findings?.missing ?? [])]) {
            if (sentence !== undefined) expect(sentence).toMatch(/\p{Script=Han}/u);
          }
        }),
        { numRuns: 20 },
      );
    });
  });
});

async function run(
  tool: Tool,
  input: Record<string, unknown>,
  language: 'zh' | 'en',
): Promise<ToolFindings | undefined> {
  try {
    return await tool.run(input, toolContext({ language }));
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/_NOT_RECOGNISED$|^FETCH_/) });
    return undefined;
  }
}

function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

function* idsIn(data: unknown): Generator<string> {
  for (const { source_id, source_ids } of objectsIn(data)) {
    if (typeof source_id === 'string') yield source_id;
    if (Array.isArray(source_ids)) yield* source_ids as string[];
  }
}
