import { type Source } from '../../../../session/index.js';
import { type ToolFindings } from '../../tools/tool.js';
import { SourceRegistry } from './source-registry.js';

const source = (id: string, title: string, period?: string): Source => ({
  id,
  title,
  publisher: 'P',
  url: 'https://example.org',
  retrieved_at: '2026-01-01T00:00:00Z',
  confidence: 'verbatim',
  ...(period !== undefined && { period }),
});
const findings = (data: unknown, ...sources: Source[]): ToolFindings => ({
  data,
  sources,
  summary: '',
  coverage: '',
  missing: [],
  confidence: 'high',
});

describe('SourceRegistry', () => {
  it('should give the same source one number and different periods different ones', () => {
    const sut = new SourceRegistry();
    sut.adopt(findings({}, source('a', 'A', '2022'), source('b', 'A', '2023')));
    const { sources } = sut.adopt(findings({ rows: [{ source_id: 'z' }] }, source('z', 'A', '2023')));
    expect(sources.map(({ id }) => id)).toEqual(['s2']);
    expect(sut.usedBy('').map(({ id, period }) => `${id} ${period}`)).toEqual(['s1 2022', 's2 2023']);
  });

  it('should rename ids wherever the data names them and leave the findings as they were', () => {
    const original = findings(
      { rows: [{ source_id: 'x', other: 'x', deep: [{ source_ids: ['y', 'x', 'y'] }] }] },
      source('y', 'Y'),
      source('x', 'X'),
    );
    const copy = structuredClone(original);
    expect(new SourceRegistry().adopt(original).data).toEqual({
      rows: [{ source_id: 's2', other: 'x', deep: [{ source_ids: ['s1', 's2'] }] }],
    });
    expect(original).toEqual(copy);
  });

  it('should refuse a figure whose source is not listed', () => {
    expect(() => new SourceRegistry().adopt(findings({ source_id: 'ghost' }))).toThrow('ghost');
  });

  it('should go on counting after the sources of earlier turns, and list those only when cited', () => {
    const sut = new SourceRegistry([source('s1', 'Old'), source('s4', 'Older')]);
    const { sources } = sut.adopt(findings({}, source('a', 'New'), source('b', 'Old')));
    expect(sources.map(({ id }) => id)).toEqual(['s5', 's1']);
    expect(sut.usedBy('no reference').map(({ id }) => id)).toEqual(['s1', 's5']);
    expect(sut.usedBy('as said [s4]').map(({ id }) => id)).toEqual(['s1', 's4', 's5']);
  });
});
