import { AppError } from '../../../../common/errors/app-error.js';
import { AgentModelErrors } from '../../../agent-model.errors.js';
import { type AgentModel } from './agent-model.js';
import { ModelChain } from './model-chain.js';

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

  it('should not count against a model what a user asked for', async () => {
    const blocked = () =>
      Promise.reject(new AppError(AgentModelErrors.MODEL_BLOCKED, { params: { reason: 'SAFETY' } }));
    for (let call = 0; call < 9; call += 1)
      await expect(sut.use('first', blocked)).rejects.toMatchObject({ code: 'MODEL_BLOCKED' });

    expect(sut.choose([])).toBe('first');
  });
});
