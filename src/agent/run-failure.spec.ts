import { answerDeleted, failureOf } from './run-failure.js';
import { RunEntity } from './runs/run.entity.js';

describe('failureOf', () => {
  const ended = (record: Partial<RunEntity>) =>
    Object.assign(new RunEntity(), { id: 'a-run', answer: null, error: null, cancelReason: null }, record);
  const error = { code: 'MODEL_OVERLOADED', retry_after: 5 };
  const overloaded = ended({ status: 'failed', error });
  const answer = (content: string) => ({ answer: { content, artifacts: [] } }) as unknown as Partial<RunEntity>;

  it('should say when to ask again to one whose next request is a new run', () => {
    const failure = failureOf(overloaded, false);

    expect(failure).toMatchObject({ code: 'MODEL_OVERLOADED', retryable: true, retryAfter: 5 });
    expect(failure?.extensions).toEqual({ run_id: 'a-run' });
    expect(failure?.detail('en')).not.toContain('Idempotency-Key');
  });

  it('should say to one who sends a key that only a new key gets a new run', () => {
    const failure = failureOf(overloaded, true);

    expect(failure).toMatchObject({ code: 'MODEL_OVERLOADED', retryable: false, retryAfter: undefined });
    expect(failure?.detail('en')).toMatch(/\. To ask again, send a new Idempotency-Key/);
    expect(failure?.detail('zh')).toMatch(/。如需重新提问，请使用新的 Idempotency-Key/);
  });

  it('should say of a cancelled run why, also where it had an error', () => {
    const failure = failureOf(ended({ status: 'cancelled', error, cancelReason: 'superseded' }), false);

    expect(failure).toMatchObject({ code: 'RUN_CANCELLED', extensions: { run_id: 'a-run', reason: 'superseded' } });
  });

  it('should be none where there are words to show', () => {
    const outOfTime = { status: 'timed_out', error: { code: 'AGENT_TIMEOUT', params: { seconds: 3 } } } as const;

    expect(failureOf(ended({ ...outOfTime, ...answer('In 2024') }), false)).toBeUndefined();
    expect(failureOf(ended({ ...outOfTime, ...answer('') }), false)).toMatchObject({ code: 'AGENT_TIMEOUT' });
    expect(failureOf(ended({ status: 'succeeded', ...answer('') }), false)).toBeUndefined();
  });

  it('should say that the answer is gone where it was deleted', () => {
    expect(failureOf(ended({ status: 'succeeded' }), true)).toEqual(answerDeleted('a-run'));
  });

  it('should find words for a code that only a newer version knows', () => {
    const failure = failureOf(ended({ status: 'failed', error: { code: 'OF_TOMORROW' } }), false);

    expect(failure).toMatchObject({ code: 'RUN_ATTEMPTS_EXHAUSTED' });
  });
});
