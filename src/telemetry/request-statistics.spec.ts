import { MINUTE, SECOND } from '../common/clock.js';
import { RequestStatistics } from './request-statistics.js';

const NOW = Date.UTC(2026, 0, 1);

describe('RequestStatistics', () => {
  let sut: RequestStatistics;
  beforeEach(() => (sut = new RequestStatistics()));

  it('should be all zeros before the first request', () => {
    expect(sut.figures(NOW)).toEqual({
      avg_response_time_ms: 0,
      agent_avg_query_time_ms: 0,
      cache_hit_rate: 0,
      error_rate: 0,
    });
  });

  it('should average times and count failures and cache hits', () => {
    sut.record({ status_code: 200, response_time_ms: 10 }, NOW);
    sut.record({ status_code: 503, response_time_ms: 20 }, NOW);
    sut.record({ status_code: 200, response_time_ms: 900, agent_query_time_ms: 800, cache_hit: false }, NOW);
    sut.record({ status_code: 200, response_time_ms: 6, agent_query_time_ms: 0, cache_hit: true }, NOW);

    expect(sut.figures(NOW)).toEqual({
      avg_response_time_ms: 234,
      agent_avg_query_time_ms: 800,
      cache_hit_rate: 0.5,
      error_rate: 0.25,
    });
  });

  it('should leave the length of event streams out of the response time', () => {
    sut.record({ status_code: 200 }, NOW);
    sut.record({ status_code: 200, response_time_ms: 8 }, NOW);

    expect(sut.figures(NOW).avg_response_time_ms).toBe(8);
  });

  it('should forget what is older than five minutes', () => {
    sut.record({ status_code: 500, response_time_ms: 100 }, NOW);
    sut.record({ status_code: 200, response_time_ms: 10 }, NOW + 4 * MINUTE);

    expect(sut.figures(NOW + 4 * MINUTE).error_rate).toBe(0.5);
    expect(sut.figures(NOW + 5 * MINUTE).error_rate).toBe(0);
    expect(sut.figures(NOW + 10 * MINUTE).avg_response_time_ms).toBe(0);
  });

  it('should reuse a bucket that has gone round', () => {
    sut.record({ status_code: 500 }, NOW);
    sut.record({ status_code: 200 }, NOW + 5 * MINUTE);

    expect(sut.figures(NOW + 5 * MINUTE + SECOND).error_rate).toBe(0);
  });
});
