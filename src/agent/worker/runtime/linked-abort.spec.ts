import { getEventListeners } from 'node:events';
import { LinkedAbort } from './linked-abort.js';

describe('LinkedAbort', () => {
  const over = new Error('over');
  const stopped = new Error('stopped');

  it('should be aborted for the same reason as the signal it is linked to', () => {
    const outer = new AbortController();
    const sut = new LinkedAbort(outer.signal);
    outer.abort(stopped);
    sut.end(over);
    expect(sut.signal.reason).toBe(stopped);
  });

  it('should be aborted from the beginning when that signal was before', () => {
    expect(new LinkedAbort(AbortSignal.abort(stopped)).signal.reason).toBe(stopped);
  });

  it('should be aborted by its end and leave the signal it was linked to as it was', () => {
    const outer = new AbortController();
    const sut = new LinkedAbort(outer.signal);
    sut.end(over);
    expect(sut.signal.reason).toBe(over);
    expect(outer.signal.aborted).toBe(false);
    expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
  });
});
