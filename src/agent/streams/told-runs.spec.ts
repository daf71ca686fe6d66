import { type LogEntry } from '../../session/index.js';
import { ToldRuns } from './told-runs.js';

describe('ToldRuns', () => {
  let sut: ToldRuns;
  let count: number;

  beforeEach(() => {
    sut = new ToldRuns('session', '0-0');
    count = 0;
  });

  const entry = (runId: string, seq: number, final = false, anew = false): LogEntry => ({
    anew,
    position: `1-${(count += 1)}`,
    runId,
    seq,
    final,
    data: '',
    frame: Buffer.from(`${runId}${seq}`),
  });
  const tell = (...entries: readonly LogEntry[]) => {
    const { frames, whole } = sut.next(entries);
    return [...frames.map((frame) => (frame.includes('"gap"') ? 'gap' : String(frame))), ...(whole ? [] : ['…'])];
  };

  it('should tell what follows on what was told', () => {
    expect(tell(entry('a', 1), entry('a', 2), entry('b', 1))).toEqual(['a1', 'a2', 'b1']);
    expect(tell(entry('b', 2), entry('a', 3, true))).toEqual(['b2', 'a3']);
  });

  it('should tell of a gap before a run that begins anew', () => {
    tell(entry('a', 1), entry('a', 2));

    expect(tell(entry('a', 1), entry('a', 2))).toEqual(['gap', 'a1', 'a2']);
  });

  it('should tell of a gap before a run of which the reader may have heard, and of none where it surely has not', () => {
    expect(tell(entry('a', 1, false, true), entry('a', 2))).toEqual(['gap', 'a1', 'a2']);
    sut.startFresh();

    expect(tell(entry('b', 1, false, true))).toEqual(['b1']);
  });

  it('should stop before an event in front of which another is missing', () => {
    tell(entry('a', 1));

    expect(tell(entry('b', 1), entry('a', 3))).toEqual(['b1', '…']);
  });

  it('should tell the end behind a gap when events are missing before it: nobody else would', () => {
    tell(entry('a', 1));

    expect(tell(entry('a', 3), entry('a', 4, true))).toEqual(['gap', 'a3', 'a4']);
  });

  it('should take what it knows nothing of for what follows, unless it was told of all runs', () => {
    expect(tell(entry('a', 5))).toEqual(['a5']);
    sut.restart('1-9', [{ runId: 'b', seq: 2 }], []);

    expect(tell(entry('b', 3), entry('c', 1), entry('a', 6))).toEqual(['b3', 'c1', '…']);
  });

  it('should not tell an end once more, also when it was told of all runs since', () => {
    tell(entry('a', 1), entry('a', 2, true));
    sut.restart('1-9', [], ['b']);

    expect(tell(entry('a', 1), entry('b', 4, true), entry('a', 2, true))).toEqual([]);
  });
});
