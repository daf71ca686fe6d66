import { perspectiveOf } from './perspective.js';
import { type Question } from './question.js';

const CHINA = { code: 'CHN', name: 'China' };
const USA = { code: 'USA', name: 'USA' };
const ask = (question: Partial<Question>) =>
  perspectiveOf({
    text: '',
    language: 'en',
    reporters: [],
    partners: [],
    flows: [],
    ranking: false,
    ...question,
  } as Question);

describe('perspectiveOf', () => {
  it('should take the view of China when no reporter is named', () => {
    expect(ask({ partners: [USA] })).toEqual({ reporters: [CHINA], partners: [USA], flows: ['X'] });
  });

  it('should keep the reporter that is named', () => {
    expect(ask({ reporters: [USA], partners: [CHINA], flows: ['M'] })).toEqual({
      reporters: [USA],
      partners: [CHINA],
      flows: ['M'],
    });
  });

  it("should rank China's exports when asked who imports from China", () => {
    expect(ask({ partners: [CHINA], flows: ['M'], ranking: true })).toEqual({
      reporters: [CHINA],
      partners: [],
      flows: ['X'],
    });
  });

  it('should rank the sources of a country when asked which countries export to it', () => {
    expect(
      ask({ text: 'Which countries export most to the USA?', partners: [USA], flows: ['X'], ranking: true }),
    ).toEqual({
      reporters: [USA],
      partners: [],
      flows: ['M'],
    });
  });

  it("should look at China's imports when asked what is exported to China", () => {
    expect(ask({ partners: [CHINA], flows: ['X'] })).toEqual({ reporters: [CHINA], partners: [], flows: ['M'] });
  });
});
