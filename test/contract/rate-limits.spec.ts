import { EventEmitter } from 'node:events';
import { type Request, type Response } from 'express';
import { RateLimits } from '../../src/auth/rate-limits/rate-limits.js';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/index.js';
import { eventually } from '../faults/support/eventually.js';
import { type CacheProcess, startCacheProcess } from './support/cache-process.js';

const QUOTA = 2;

describe('a request that is counted before it is known what it is', () => {
  let process: CacheProcess;
  let sut: RateLimits;
  let userId: string;

  beforeAll(async () => {
    process = await startCacheProcess(`t${newId().slice(-8)}`);
    sut = new RateLimits(process.redis, loadConfig({ RATE_LIMIT_QUERY: `${QUOTA}/3600`, RATE_LIMIT_FACTOR: '1' }));
  });
  beforeEach(() => {
    userId = newId();
  });
  afterAll(() => process.stop());

  const arrive = () => {
    const request = { user: { userId, credential: { kind: 'login' } } } as unknown as Request;
    const response = Object.assign(new EventEmitter(), { headersSent: true }) as unknown as Response;
    sut.countAhead('query', request, response);
    return { request, response };
  };
  const counted = async () =>
    Number(await process.redis.commands.get(process.redis.key('limit', 'query-user') + `:${userId}`));

  it('should be counted once when it is taken, and stay counted', async () => {
    const { request, response } = arrive();

    await sut.take('query', request, response);
    await sut.giveBack(request);
    response.emit('close');

    expect(await counted()).toBe(1);
  });

  it('should be given back when it is answered and was not taken', async () => {
    const { response } = arrive();
    await eventually('The count', async () => (await counted()) === 1);

    response.emit('close');

    await eventually('The count given back', async () => (await counted()) === 0);
  });

  it('should be given back once when it is known to be none, and answered then', async () => {
    const taken = arrive();
    await sut.take('query', taken.request, taken.response);
    const { request, response } = arrive();

    await sut.giveBack(request);
    response.emit('close');
    await sut.giveBack(request);

    expect(await counted()).toBe(1);
  });

  it('should be refused when it is taken over the limit, and then nothing is given back', async () => {
    for (let n = 0; n < QUOTA; n += 1) {
      const { request, response } = arrive();
      await sut.take('query', request, response);
    }
    const { request, response } = arrive();

    await expect(sut.take('query', request, response)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    const idle = arrive();
    await sut.giveBack(idle.request);

    await expect(sut.take('query', arrive().request, response)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('should be counted as what it is taken for when that is something else', async () => {
    const { request, response } = arrive();

    await sut.take('general', request, response);
    await sut.giveBack(request);

    expect(await counted()).toBe(0);
  });
});
