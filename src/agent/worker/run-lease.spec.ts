import { RunAborted } from './run-abort.js';
import { RunLease } from './run-lease.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');

describe('RunLease', () => {
  const look = jest.fn<Promise<void>, [RunLease]>();
  const leaseSeenAt = (seenAt: number, outside = new AbortController()) =>
    new RunLease('run', 1, seenAt, outside, look);

  beforeEach(() => {
    look.mockReset().mockResolvedValue();
    jest.useFakeTimers({ now: NOW });
  });
  afterEach(() => jest.useRealTimers());

  it('should ask nobody when the run was just seen to be this worker’s', async () => {
    await leaseSeenAt(NOW - 2_000).confirm();
    expect(look).not.toHaveBeenCalled();
  });

  it.each([
    ['when the worker was frozen for half of its lock', NOW - 3_000],
    ['when the clock was put back', NOW + 3_000],
  ])('should look into the record %s', async (_when, seenAt) => {
    await leaseSeenAt(seenAt).confirm();
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('should be good for as long again when it is renewed', async () => {
    const sut = leaseSeenAt(NOW - 6_000);
    look.mockImplementation((lease) => Promise.resolve(lease.renew(NOW)));
    await sut.confirm();
    await sut.confirm();
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('should tell the work why it ends, by itself and from outside', () => {
    const outside = new AbortController();
    const [own, stopped] = [leaseSeenAt(NOW), leaseSeenAt(NOW, outside)];
    own.end('fenced');
    outside.abort(new RunAborted('shutdown'));
    expect([own, stopped].map(({ signal }) => (signal.reason as RunAborted).abortCause)).toEqual([
      'fenced',
      'shutdown',
    ]);
  });
});
