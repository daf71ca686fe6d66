import { type CachedQuestion, questionKey as sut } from './question-key.js';

const question: CachedQuestion = { userId: 'u1', message: '查询手机出口', language: 'zh', runtimeVersion: 'analyst-1' };

describe('question key', () => {
  it.each([
    ['other spacing', { message: '  查询手机出口 ' }],
    ['other width', { message: '查询手机出口？' }],
    ['another user', { userId: 'u2' }],
  ])('should be the same when it differs by %s', (_what, change) => {
    expect(sut({ ...question, ...change })).toBe(sut(question));
  });

  it.each([
    ['the question', { message: '查询电脑出口' }],
    ['the language', { language: 'en' as const }],
    ['model or tools', { runtimeVersion: 'analyst-2' }],
    ['the files', { files: ['abc'] }],
    ['what was said before', { context: 'abc' }],
  ])('should be another when it differs by %s', (_what, change) => {
    expect(sut({ ...question, ...change })).not.toBe(sut(question));
  });

  it.each([{ files: ['abc'] }, { context: 'abc' }])('should be of one user alone when it holds %j', (change) => {
    expect(sut({ ...question, ...change, userId: 'u2' })).not.toBe(sut({ ...question, ...change }));
  });

  it('should not depend on the order of the files', () => {
    expect(sut({ ...question, files: ['a', 'b'] })).toBe(sut({ ...question, files: ['b', 'a'] }));
  });
});
