import { getEventListeners } from 'node:events';
import { LinkedAbort } from './linked-abort.js';

describe('LinkedAbort', () => {
  it('should be aborted with the other signal, for its reason', () => {
    const outside = new AbortController();
    const sut = new LinkedAbort(outside.signal);
    expect(sut.signal.aborted).toBe(false);

    outside.abort('stop');

    expect(sut.signal.reason).toBe('stop');
  });

  it('should be aborted from the start when the other signal is', () => {
    expect(new LinkedAbort(AbortSignal.abort('before')).signal.reason).toBe('before');
  });

  it('should leave nothing on the other signal when it ends', () => {
    const outside = new AbortController();
    const sut = new LinkedAbort(outside.signal);
    const over = new Error('over');

    sut.end(over);

    expect(sut.signal.reason).toBe(over);
    expect(getEventListeners(outside.signal, 'abort')).toEqual([]);
    expect(outside.signal.aborted).toBe(false);
  });

  it('should keep the reason it was aborted for when it ends after that', () => {
    const outside = new AbortController();
    const sut = new LinkedAbort(outside.signal);
    outside.abort('stop');

    sut.end(new Error('over'));

    expect(sut.signal.reason).toBe('stop');
  });
});
