import { toolContext } from '../../../../../test/factories/tool-context.js';
import { type Language } from '../../../../common/i18n/language.js';
import { createReferenceProviders } from '../../providers/reference/reference-providers.js';
import { classifyHsCodeTool } from './classify-hs-code.tool.js';

describe('classify_hs_code', () => {
  const sut = classifyHsCodeTool(createReferenceProviders());
  const ask = (product: string, language: Language, limit?: number) =>
    sut.run(sut.input.parse({ product, limit }), toolContext({ language }));

  it('should give the code with its place in the nomenclature and the reason, in the reader’s language', async () => {
    const { data, sources, confidence, missing } = await ask('手机', 'zh');

    expect(data.candidates[0]).toMatchObject({
      hs_code: '851713',
      name: '智能手机',
      name_zh: '智能手机',
      name_en: 'Smartphones',
      level: 'subheading',
      score: 1,
      why: ['名称或同义词“手机”完全匹配'],
      section: { code: 'XVI' },
      chapter: { code: '85' },
      heading: { code: '8517' },
      source_id: 'hs-2022',
    });
    expect(sources).toEqual([expect.objectContaining({ id: 'hs-2022', licence: 'PDDL-1.0' })]);
    expect([confidence, missing]).toEqual(['high', []]);
  });

  it('should say that it is not sure when only words of a description match', async () => {
    const { data, confidence, missing } = await ask('fresh carrots', 'en');

    expect(data.candidates[0]).toMatchObject({
      hs_code: '0706',
      level: 'heading',
      why: ['its description holds: fresh, carrot'],
    });
    expect(confidence).toBe('medium');
    expect(missing).toEqual([expect.stringContaining('should be checked')]);
  });

  it('should say so when nothing matches', async () => {
    const { data, sources, confidence, missing } = await ask('qwertyuiop', 'en');

    expect([data.candidates, sources, confidence]).toEqual([[], [], 'low']);
    expect(missing).toEqual(['No HS code was found for "qwertyuiop".']);
  });

  it('should return no more candidates than asked for', async () => {
    expect((await ask('machine', 'en', 3)).data.candidates).toHaveLength(3);
  });
});
