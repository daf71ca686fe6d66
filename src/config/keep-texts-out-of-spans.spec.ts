import { keepTextsOutOfSpans } from './keep-texts-out-of-spans.js';

const NAME = 'ADK_CAPTURE_MESSAGE_CONTENT_IN_SPANS';

describe('keepTextsOutOfSpans', () => {
  const before = process.env[NAME];
  afterEach(() => {
    if (before === undefined) delete process.env[NAME];
    else process.env[NAME] = before;
  });

  it.each([
    ['unset', undefined, 'false'],
    // A compose file hands on what it was not given as an empty text, which ADK takes for yes.
    ['empty', '', 'false'],
    ['asked for', 'true', 'true'],
  ])('should say what it must to ADK when its variable is %s', (_what, given, expected) => {
    if (given === undefined) delete process.env[NAME];
    else process.env[NAME] = given;

    keepTextsOutOfSpans();

    expect(process.env[NAME]).toBe(expected);
  });
});
