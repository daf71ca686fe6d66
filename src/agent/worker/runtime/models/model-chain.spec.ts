import { AppError } from '../../../../common/errors/app-error.js';
import { AgentModelErrors } from '../../../agent-model.errors.js';
import { type AgentModel } from './agent-model.js';
import { ModelChain } from './model-chain.js';

/** Milliseconds. */
const LEFT_ALONE = 30_000;

const model = (name: string) => ({ name }) as AgentModel;
const overloaded = () => Promise.reject(new AppError(AgentModelErrors.MODEL_OVERLOADED));
const failed = (name: string, code: string) => ({ model: name, code });

describe('ModelChain', () => {
  let sut: ModelChain;

  beforeEach(() => {
    sut = new ModelChain([model('first'), model('second'), model('last')]);
  });

  it('should prefer the first model', () => {
    expect(sut.choose([])).toBe('first');
  });

  it('should ask the same model once more, then the next, when failures may pass', () => {
    const once = [failed('first', 'MODEL_OVERLOADED')];

    expect(sut.choose(once)).toBe('first');
    expect(sut.choose([...once, ...once])).toBe('second');
  });

  it('should go to the next model at once when the key or the model is refused', () => {
    expect(sut.choose([failed('first', 'MODEL_UNAUTHORIZED')])).toBe('second');
    expect(sut.choose([failed('first', 'MODEL_NOT_FOUND'), failed('second', 'MODEL_NOT_FOUND')])).toBe('last');
  });

  it('should ask the last model as often as the run may be tried, but not when it is hopeless', () => {
    const alone = new ModelChain([model('only')]);
    const often = Array.from({ length: 9 }, () => failed('only', 'MODEL_OVERLOADED'));

    expect(alone.choose(often)).toBe('only');
    expect(alone.choose([failed('only', 'MODEL_UNAUTHORIZED')])).toBeUndefined();
  });

  it('should leave a model alone when it failed five times in a row, whoever asked', async () => {
    for (let call = 0; call < 5; call += 1)
      await expect(sut.use('first', overloaded)).rejects.toMatchObject({ code: 'MODEL_OVERLOADED' });
    const work = jest.fn(() => Promise.resolve('answered'));

    expect(sut.choose([])).toBe('second');
    expect(sut.states()).toEqual([
      { name: 'first', state: 'open' },
      { name: 'second', state: 'up' },
      { name: 'last', state: 'up' },
    ]);
    await expect(sut.use('first', work)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', retryAfter: 30 });
    expect(work).not.toHaveBeenCalled();
  });

  describe('when a model has been left alone for as long as it should be', () => {
    const answered = () => Promise.resolve('answered');

    beforeEach(async () => {
      jest.useFakeTimers();
      for (let call = 0; call < 5; call += 1) await sut.use('first', overloaded).catch(() => undefined);
      jest.advanceTimersByTime(LEFT_ALONE - 1);
    });
    afterEach(() => jest.useRealTimers());

    it('should try it again, not a moment earlier', () => {
      const before = sut.choose([]);
      jest.advanceTimersByTime(1);

      expect([before, sut.choose([])]).toEqual(['second', 'first']);
    });

    it('should prefer it again, failures forgotten, when it answers', async () => {
      jest.advanceTimersByTime(1);

      expect(await sut.use('first', answered)).toBe('answered');

      expect(sut.choose([])).toBe('first');
      expect(sut.states()).toContainEqual({ name: 'first', state: 'up' });
      for (let call = 0; call < 4; call += 1) await sut.use('first', overloaded).catch(() => undefined);
      expect(sut.choose([])).toBe('first');
    });

    it('should leave it alone once more, for as long, when it fails', async () => {
      jest.advanceTimersByTime(1);
      await expect(sut.use('first', overloaded)).rejects.toMatchObject({ code: 'MODEL_OVERLOADED' });
      const work = jest.fn(answered);

      jest.advanceTimersByTime(LEFT_ALONE - 1);

      expect(sut.choose([])).toBe('second');
      expect(sut.states()).toContainEqual({ name: 'first', state: 'open' });
      await expect(sut.use('first', work)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
      expect(work).not.toHaveBeenCalled();
      jest.advanceTimersByTime(1);
      expect(sut.choose([])).toBe('first');
    });

    it('should give no other run to it while one tries it', async () => {
      jest.advanceTimersByTime(1);
      let answer = (_text: string) => {};
      const trial = sut.use('first', () => new Promise<string>((resolve) => (answer = resolve)));

      expect(sut.choose([])).toBe('second');
      answer('answered');
      await trial;
      expect(sut.choose([])).toBe('first');
    });
  });

  it('should not count against a model what a user asked for', async () => {
    const blocked = () =>
      Promise.reject(new AppError(AgentModelErrors.MODEL_BLOCKED, { params: { reason: 'SAFETY' } }));
    for (let call = 0; call < 9; call += 1)
      await expect(sut.use('first', blocked)).rejects.toMatchObject({ code: 'MODEL_BLOCKED' });

    expect(sut.choose([])).toBe('first');
  });
});
