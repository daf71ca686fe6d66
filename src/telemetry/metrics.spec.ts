import { counter, histogram, metricsPage, watch } from './metrics.js';

describe('the metrics of a process', () => {
  const figures = async () => {
    const { body } = await metricsPage();
    const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
  };

  it('should be served in the format of Prometheus, all under one prefix', async () => {
    counter('parcels_total', 'Parcels', ['to']).inc({ to: 'USA' }, 2);
    histogram('parcel_seconds', 'Time').observe(0.3);

    const { status, contentType, body } = await metricsPage();

    expect(status).toBe(200);
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toContain('# TYPE tradeflow_parcels_total counter\ntradeflow_parcels_total{to="USA"} 2\n');
    expect(body).toContain('tradeflow_parcel_seconds_bucket{le="0.25"} 0\n');
    expect(body).toContain('tradeflow_parcel_seconds_bucket{le="0.5"} 1\n');
  });

  it('should read what is watched when somebody looks', async () => {
    let open = 1;
    watch('open', 'Open', () => open);
    watch('jobs', 'Jobs', async () => ({ waiting: 4, active: open }), 'state');
    expect((await figures()).get('tradeflow_open')).toBe(1);
    open = 2;

    const now = await figures();

    expect(now.get('tradeflow_open')).toBe(2);
    expect(now.get('tradeflow_jobs{state="waiting"}')).toBe(4);
    expect(now.get('tradeflow_jobs{state="active"}')).toBe(2);
  });

  it.each<[string, () => Promise<Record<string, number>>]>([
    ['fails', () => Promise.reject(new Error('Redis is away'))],
    ['does not come', () => new Promise(() => undefined)],
  ])('should leave out a figure that %s, also one that was there before, and nothing else', async (_what, read) => {
    watch('open', 'Open', () => 7);
    watch('jobs', 'Jobs', async () => ({ waiting: 4 }), 'state');
    await figures();
    watch('jobs', 'Jobs', read, 'state');

    const now = await figures();

    expect([...now.keys()].filter((name) => name.startsWith('tradeflow_jobs'))).toEqual([]);
    expect(now.get('tradeflow_open')).toBe(7);
  });
});
