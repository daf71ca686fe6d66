import { randomUUID } from 'node:crypto';
import { ApiClient, type ApiResponse, registerUser } from '../support/api-client.js';

describe('conversations', () => {
  let sut: ApiClient;

  beforeEach(async () => {
    sut = new ApiClient().as(await registerUser());
  });

  it('should make a session under the client’s own word, once', async () => {
    const [first, second] = await Promise.all([
      sut.post('/chat/sessions', { session_id: 'supplier_analysis_session', title: '供应商分析' }),
      sut.post('/chat/sessions', { session_id: 'supplier_analysis_session' }),
    ]);

    expect(first.status).toBe(201);
    expect(second.json.session_id).toBe('supplier_analysis_session');
    const list = await sut.get('/chat/sessions');
    expect(list.json).toEqual({
      items: [
        {
          session_id: 'supplier_analysis_session',
          // Either of the two may have been first, and the second changes nothing.
          title: first.json.title,
          pinned: false,
          archived: false,
          version: 1,
          message_count: 0,
          created_at: expect.any(String),
          updated_at: expect.any(String),
        },
      ],
      cursor: null,
    });
  });

  it('should list the sessions page by page, the most recently used first, each once', async () => {
    const names = Array.from({ length: 5 }, (_unused, index) => `session-${index}`);
    for (const name of names) await sut.post('/chat/sessions', { session_id: name, title: name });
    await sut.ask('你好', { session_id: 'session-1' });

    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: ApiResponse = await sut.get(`/chat/sessions?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.json.items.map((item: { session_id: string }) => item.session_id));
      cursor = page.json.cursor as string | null;
    }

    expect(seen[0]).toBe('session-1');
    expect(seen.toSorted()).toEqual(names);
  });

  it('should keep questions and answers with what makes them checkable, newest first', async () => {
    const { json: answer } = await sut.ask('查询2024年手机对美国的出口数据', { session_id: 'history' });

    const { json } = await sut.get('/chat/sessions/history/messages');

    expect(json.items).toHaveLength(2);
    expect(json.items[0]).toMatchObject({
      role: 'assistant',
      run_id: answer.run_id,
      content: answer.content,
      status: 'succeeded',
      sources: answer.sources,
      tool_calls: answer.tool_calls,
      usage: answer.usage,
      model: 'analyst',
    });
    expect(json.items[1]).toMatchObject({
      role: 'user',
      content: '查询2024年手机对美国的出口数据',
      status: null,
      usage: null,
    });
    expect((await sut.get('/chat/sessions/history')).json).toMatchObject({
      message_count: 2,
      title: '查询2024年手机对美国的出口数据',
    });
  });

  it('should answer a message posted to a session as the query route does', async () => {
    const answer = await sut.post('/chat/sessions/posted/messages', { message: '你好' });

    expect(answer).toMatchObject({ status: 200, json: { session_id: 'posted', status: 'succeeded' } });
  });

  it('should page through a long history without losing or repeating a message', async () => {
    for (let index = 0; index < 4; index += 1) await sut.ask(`你好 ${index}`, { session_id: 'long' });

    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: ApiResponse = await sut.get(`/chat/sessions/long/messages?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(
        ...page.json.items
          .filter((item: { role: string }) => item.role === 'user')
          .map((item: { content: string }) => item.content),
      );
      cursor = page.json.cursor as string | null;
    }

    expect(seen).toEqual(['你好 3', '你好 2', '你好 1', '你好 0']);
  });

  it('should look like not found when the session is another user’s', async () => {
    await sut.post('/chat/sessions', { session_id: 'mine' });
    const other = new ApiClient().as(await registerUser());

    const answers = await Promise.all([other.get('/chat/sessions/mine'), other.get('/chat/sessions/mine/messages')]);

    for (const answer of answers) expect(answer).toMatchObject({ status: 404, json: { code: 'SESSION_NOT_FOUND' } });
  });

  it('should refuse a cursor that was tampered with', async () => {
    const answer = await sut.get(`/chat/sessions?cursor=${Buffer.from('["x","y"]').toString('base64url')}`);

    expect(answer).toMatchObject({ status: 422, json: { code: 'INVALID_CURSOR' } });
  });

  it.each([['-begins-wrong'], ['has space'], ['a'.repeat(129)], ['']])(
    'should refuse the session_id %p',
    async (id) => {
      const answers = await Promise.all([
        sut.post('/chat/sessions', { session_id: id }),
        sut.ask('你好', { session_id: id }),
      ]);

      for (const answer of answers) {
        expect(answer).toMatchObject({
          status: 422,
          json: { code: 'VALIDATION_FAILED', errors: [{ path: 'session_id' }] },
        });
      }
      expect((await sut.get('/chat/sessions')).json.items).toEqual([]);
    },
  );

  it('should take session ids in Chinese', async () => {
    const name = `供应商分析-${randomUUID().slice(0, 8)}`;

    const answer = await sut.ask('你好', { session_id: name });

    expect(answer.json.session_id).toBe(name);
    expect((await sut.get(`/chat/sessions/${encodeURIComponent(name)}`)).status).toBe(200);
  });
});
