import { validateSync } from 'class-validator';
import { IsMoment } from './is-moment.decorator.js';

class Dto {
  @IsMoment()
  at: unknown;
}

describe('IsMoment', () => {
  const issues = (at: unknown) => validateSync(Object.assign(new Dto(), { at })).map(({ property }) => property);

  it.each([
    '2025-11-01T00:00:00Z',
    '2025-11-01T00:00:00.123+08:00',
    '2025-11-01t00:00:00z',
    '2024-02-29',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('should take %s', (moment) => {
    expect(issues(moment)).toEqual([]);
  });

  it.each([
    ['an ISO week', '2025-W01'],
    ['a day of the year', '2025-001'],
    ['the basic format', '20250101'],
    ['a time of no place', '2025-11-01T00:00:00'],
    ['a day that no month has', '2025-02-30T00:00:00Z'],
    ['a day alone that no month has', '2025-02-30'],
    ['a leap second, which Date has not', '2016-12-31T23:59:60Z'],
    ['an offset that no place has', '2025-11-01T00:00:00+99:00'],
    ['year 0', '0000-01-01T00:00:00Z'],
    ['what is year 0 in UTC', '0001-01-01T00:00:00+14:00'],
    ['what is year 10000 in UTC', '9999-12-31T23:59:59-14:00'],
    ['a year of five digits', '10000-01-01T00:00:00Z'],
    ['a number', 1763798400000],
    ['two of them', ['2025-11-01', '2025-11-02']],
    ['nothing', undefined],
  ])('should refuse %s', (_what, moment) => {
    expect(issues(moment)).toEqual(['at']);
  });
});
