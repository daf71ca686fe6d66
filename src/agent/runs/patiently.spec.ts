import { AppError } from '../../common/errors/app-error.js';
import { CommonErrors } from '../../common/errors/common.errors.js';
import { insistently, patiently } from './patiently.js';

const MINUTE = 60_000;

describe.each([
  ['patiently', patiently, MINUTE],
  ['insistently', insistently, 15 * MINUTE],
])('%s', (_name, sut, given) => {
  const away = new AppError(CommonErrors.DEPENDENCY_UNAVAILABLE);

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('should go on until the store is back', async () => {
    const backAt = Date.now() + given / 3;
    const done = sut(() => (Date.now() < backAt ? Promise.reject(away) : Promise.resolve('done')));

    await jest.advanceTimersByTimeAsync(given);

    await expect(done).resolves.toBe('done');
  });

  it('should give up in the end', async () => {
    const failure = sut(() => Promise.reject(away)).catch((error: unknown) => error);

    await jest.advanceTimersByTimeAsync(given);

    expect(await failure).toBe(away);
  });

  it('should not repeat what fails for another reason', async () => {
    const work = jest.fn().mockRejectedValue(new Error('a fault of ours'));

    await expect(sut(work)).rejects.toThrow('a fault of ours');

    expect(work).toHaveBeenCalledTimes(1);
  });
});
