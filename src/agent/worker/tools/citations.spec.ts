import { type Source } from '../../../session/index.js';
import { citedSources } from './citations.js';

describe('citedSources', () => {
  const source = (id: string) => ({ id, title: id }) as Source;

  it('should list the sources that the data names, once, in the order they first stand there', () => {
    const data = {
      rows: [{ source_id: 'b' }, { source_id: 'a' }, { source_id: 'b' }],
      growth: [{ source_ids: ['c', 'a'] }],
    };

    expect(citedSources(data, [source('a'), source('b')], [source('c'), source('unused')]).map(({ id }) => id)).toEqual(
      ['b', 'a', 'c'],
    );
  });

  it('should refuse data that names a source nobody gave', () => {
    expect(() => citedSources({ source_id: 'hearsay' }, [source('a')])).toThrow('"hearsay"');
  });
});
