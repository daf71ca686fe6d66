import { type RunsRepository } from '../runs/runs.repository.js';
import { RunLeases } from './run-leases.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');

describe('RunLeases', () => {
  const lost = jest.fn<ReturnType<RunsRepository['lost']>, unknown[]>();
  let sut: RunLeases;

  beforeEach(() => {
    lost.mockReset().mockResolvedValue([]);
    jest.useFakeTimers({ now: NOW });
    sut = new RunLeases({ lost } as unknown as RunsRepository);
  });
  afterEach(() => jest.useRealTimers());

  const take = () => sut.take({ id: 'run', fence: 1 }, NOW, new AbortController());

  it('should look once for a run that is confirmed again and again while Redis is in reach', async () => {
    const lease = take();
    jest.setSystemTime(NOW + 4_000);
    sut.heard(NOW + 3_900);

    await lease.confirm();
    await lease.confirm();

    expect(lost).toHaveBeenCalledTimes(1);
  });

  it('should look before every call while Redis is out of reach, as another may be given the run', async () => {
    const lease = take();
    jest.setSystemTime(NOW + 4_000);

    await lease.confirm();
    await lease.confirm();

    expect(lost).toHaveBeenCalledTimes(2);
  });

  it('should end the lease of a run that is another’s by now, or to be cancelled', async () => {
    const leases = ['fenced', 'cancelled'].map((id) => sut.take({ id, fence: 1 }, NOW, new AbortController()));
    lost.mockResolvedValue([
      { id: 'fenced', cancelled: false },
      { id: 'cancelled', cancelled: true },
    ]);

    await sut.renew();

    expect(leases.map(({ signal }) => signal.reason as unknown)).toMatchObject([
      { abortCause: 'fenced' },
      { abortCause: 'cancelled' },
    ]);
  });
});
