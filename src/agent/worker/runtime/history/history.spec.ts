import { createEvent, type Event } from '@google/adk';
import { RunSessionService } from './run-session.service.js';
import { findingsIn, seedEvents } from './seed-events.js';

const event = (author: string, parts: object[], extra: Partial<Event> = {}) =>
  JSON.parse(
    JSON.stringify(
      createEvent({
        invocationId: 'i',
        author,
        content: { role: author === 'user' ? 'user' : 'model', parts },
        ...extra,
      }),
    ),
  ) as Record<string, unknown>;
const question = (text: string) => event('user', [{ text }]);
const call = (id: string) => event('trade_specialist', [{ functionCall: { id, name: 'tool', args: {} } }]);
const response = (id: string, report: object = {}) =>
  event('trade_specialist', [{ functionResponse: { id, name: 'tool', response: report } }]);

describe('seedEvents', () => {
  const texts = (history: Record<string, unknown>[]) =>
    seedEvents(history).map(({ content }) =>
      content?.parts
        ?.map(
          (part) =>
            part.text ?? (part.functionCall ? `call ${part.functionCall.id}` : `response ${part.functionResponse?.id}`),
        )
        .join(' '),
    );

  it('should give back what was stored', () => {
    const history = [question('q'), call('1'), response('1'), event('trade_specialist', [{ text: 'a' }])];
    expect(texts(history)).toEqual(['q', 'call 1', 'response 1', 'a']);
  });

  it('should begin with a question when the history was cut off in a turn', () => {
    expect(texts([response('0'), event('trade_specialist', [{ text: 'late' }]), question('q')])).toEqual(['q']);
  });

  it('should leave no call without a response and no response without a call', () => {
    const both = event('trade_specialist', [
      { text: 'let me see' },
      { functionCall: { id: '2', name: 'tool', args: {} } },
    ]);
    expect(texts([question('q'), call('1'), both, response('3'), question('r')])).toEqual(['q', 'let me see', 'r']);
  });

  it('should ignore what another version wrote', () => {
    expect(texts([{ v: 9 }, question('q'), { id: 1 } as never])).toEqual(['q']);
  });

  it('should find what tools returned in the history', () => {
    const report = { ok: true, notice: '', findings: { sources: [{ id: 's1', title: 'A' }] } };
    const failed = { ok: false, error: { code: 'X', detail: '', retryable: false } };
    const history = [question('q'), call('1'), response('1', report), call('2'), response('2', failed)];
    expect(findingsIn(seedEvents(history))).toEqual([report.findings]);
  });
});

describe('RunSessionService', () => {
  const sut = () =>
    new RunSessionService({ appName: 'tradeflow', userId: 'u', conversationId: 'c' }, seedEvents([question('old')]));

  it('should collect the events of the run only, without thoughts, reports of usage and temp: state', async () => {
    const sessions = sut();
    const session = await sessions.getSession();
    const add = (parts: object[], actions = {}) =>
      sessions.appendEvent({
        session,
        event: createEvent({ invocationId: 'i', author: 'a', content: { role: 'model', parts }, actions }),
      });
    await add([{ text: 'hm', thought: true }]);
    await sessions.appendEvent({ session, event: createEvent({ invocationId: 'i', author: 'a', usageMetadata: {} }) });
    await sessions.appendEvent({
      session,
      event: createEvent({
        invocationId: 'i',
        author: 'a',
        partial: true,
        content: { role: 'model', parts: [{ text: 'pa' }] },
      }),
    });
    await add([{ text: 'why', thought: true }, { text: 'answer' }], { stateDelta: { kept: 1, 'temp:dropped': 2 } });

    const events = sessions.newEvents();

    expect(events).toEqual([expect.objectContaining({ content: { role: 'model', parts: [{ text: 'answer' }] } })]);
    expect((events[0] as unknown as Event).actions.stateDelta).toEqual({ kept: 1 });
    expect(session.state).toEqual({ kept: 1 });
  });

  it('should keep of an event what a later question needs, and give it back as it was', async () => {
    const sessions = sut();
    const session = await sessions.getSession();
    const said = createEvent({
      invocationId: 'i',
      author: 'a',
      content: { role: 'model', parts: [{ text: 'answer' }] },
      actions: { stateDelta: { kept: 1 } } as never,
      turnComplete: true,
      usageMetadata: { totalTokenCount: 500 },
    });
    await sessions.appendEvent({ session, event: said });

    const kept = JSON.parse(JSON.stringify(sessions.newEvents())) as Record<string, unknown>[];

    const { id, invocationId, author, timestamp, content, actions } = said;
    const whole = { id, invocationId, author, timestamp, content };
    expect(kept).toEqual([{ ...whole, actions: { stateDelta: { kept: 1 } } }]);
    expect(JSON.parse(JSON.stringify(seedEvents([question('q'), ...kept])[1]))).toEqual({
      ...whole,
      actions,
      longRunningToolIds: [],
    });
  });

  it('should restore the state that the history left', async () => {
    const history = seedEvents([
      event('user', [{ text: 'q' }], { actions: { stateDelta: { a: 1 } } as never }),
      event('a', [{ text: 'x' }], { actions: { stateDelta: { a: 2 } } as never }),
    ]);
    const session = await new RunSessionService(
      { appName: 'tradeflow', userId: 'u', conversationId: 'c' },
      history,
    ).getSession();
    expect(session.state).toEqual({ a: 2 });
  });
});
