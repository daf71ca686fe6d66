import { ApiClient, registerUser } from '../support/api-client.js';
import { type Json } from '../support/json.js';

describe('conversations, put in order', () => {
  let sut: ApiClient;

  beforeEach(async () => {
    sut = new ApiClient().as(await registerUser());
  });

  const patch = (session: string, body: unknown) => sut.request(`/chat/sessions/${session}`, { method: 'PATCH', body });
  const remove = (session: string) => sut.request(`/chat/sessions/${session}`, { method: 'DELETE' });
  const names = (page: Json) => page.items.map((item: { session_id: string }) => item.session_id);

  describe('changing', () => {
    it('should rename, pin and archive, and count the version', async () => {
      await sut.post('/chat/sessions', { session_id: 'a' });
      const changed = await patch('a', { title: '供应商分析', pinned: true, version: 1 });

      expect(changed.status).toBe(200);
      expect(changed.json).toMatchObject({ title: '供应商分析', pinned: true, archived: false, version: 2 });
      await patch('a', { archived: true });
      expect(names((await sut.get('/chat/sessions')).json)).toEqual([]);
      expect(names((await sut.get('/chat/sessions?status=archived')).json)).toEqual(['a']);
    });

    it('should refuse a change that is based on an older version', async () => {
      await sut.post('/chat/sessions', { session_id: 'a' });
      await patch('a', { title: 'first', version: 1 });
      const late = await patch('a', { title: 'second', version: 1 });

      expect(late.status).toBe(409);
      expect(late.json.code).toBe('SESSION_CHANGED');
    });

    it.each([{ title: '' }, { pinned: 'yes' }, { version: 0 }, { color: 'red' }])('should refuse %j', async (body) => {
      await sut.post('/chat/sessions', { session_id: 'a' });

      expect((await patch('a', body)).status).toBe(422);
    });

    it('should know nothing of the conversations of others', async () => {
      await sut.post('/chat/sessions', { session_id: 'a' });
      sut = new ApiClient().as(await registerUser());

      expect((await patch('a', { pinned: true })).status).toBe(404);
      expect((await remove('a')).status).toBe(404);
      expect((await sut.get('/chat/sessions/a/export')).status).toBe(404);
    });
  });

  describe('the list', () => {
    it('should have pinned ones first and find words of the titles', async () => {
      for (const [name, title] of Object.entries({ a: '深圳供应商', b: 'LED lamps', c: '手机出口' })) {
        await sut.post('/chat/sessions', { session_id: name, title });
      }
      await patch('a', { pinned: true });

      expect(names((await sut.get('/chat/sessions')).json)).toEqual(['a', 'c', 'b']);
      expect(names((await sut.get('/chat/sessions?q=lamp')).json)).toEqual(['b']);
      expect(names((await sut.get(`/chat/sessions?q=${encodeURIComponent('出口')}`)).json)).toEqual(['c']);
    });
  });

  describe('deleting', () => {
    it('should be gone at once and leave the name free', async () => {
      await sut.ask('你好', { session_id: 'a' });

      expect((await remove('a')).status).toBe(204);
      expect((await sut.get('/chat/sessions/a')).status).toBe(404);
      expect((await sut.get('/chat/sessions/a/messages')).status).toBe(404);
      expect((await remove('a')).status).toBe(404);
      const again = await sut.post('/chat/sessions', { session_id: 'a' });
      expect(again.json.message_count).toBe(0);
    });

    it('should stop what the conversation works on', async () => {
      const questions = ['2022年中国对美国出口手机多少？', '2022年中国对德国出口手机多少？', '你好'];
      const accepted = await Promise.all(
        questions.map((message) =>
          sut.post(
            '/agent/query',
            { message, session_id: 'a', cache: false },
            { headers: { prefer: 'respond-async' } },
          ),
        ),
      );
      await remove('a');

      for (const { json } of accepted) {
        const run = await sut.get(`/agent/runs/${json.run_id}`);
        expect(['succeeded', 'cancelled']).toContain(run.json.status);
      }
    });
  });

  describe('searching and feedback', () => {
    beforeEach(async () => {
      await sut.ask('2022年中国对美国的手机出口额是多少？', { session_id: 'a' });
    });

    it('should find messages by Chinese words and show where they stand', async () => {
      const found = await sut.get(`/chat/search?q=${encodeURIComponent('手机 出口')}`);

      expect(found.status).toBe(200);
      expect(found.json.items.at(-1)).toMatchObject({
        session_id: 'a',
        role: 'user',
        excerpt: expect.stringContaining('手机'),
      });
      expect((await sut.get('/chat/search?q=')).status).toBe(422);
    });

    it('should keep what the user thinks of an answer', async () => {
      const [answer, question] = (await sut.get('/chat/sessions/a/messages')).json.items;
      const give = (id: string, body: unknown) => sut.request(`/chat/messages/${id}/feedback`, { method: 'PUT', body });

      expect((await give(answer.id, { rating: 'up', comment: '很准确' })).json.feedback).toEqual({
        rating: 'up',
        comment: '很准确',
        at: expect.any(String),
      });
      const [read] = (await sut.get('/chat/sessions/a/messages')).json.items;
      expect(read.feedback.rating).toBe('up');
      expect((await give(answer.id, { rating: null })).json.feedback).toBeNull();
      expect((await give(question.id, { rating: 'up' })).json.code).toBe('MESSAGE_NOT_FOUND');
      expect((await give('no-id', { rating: 'up' })).status).toBe(404);
      expect((await give(answer.id, { rating: 'sideways' })).status).toBe(422);
    });
  });

  describe('the export', () => {
    it('should be a Markdown file with question, answer and sources', async () => {
      const asked = await sut.ask('2022年中国对美国的手机出口额是多少？', { session_id: '供应商分析' });
      const file = await sut.get(`/chat/sessions/${encodeURIComponent('供应商分析')}/export?format=md`, {
        headers: { 'accept-language': 'zh-CN' },
      });

      expect(file.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
      expect(file.headers.get('content-disposition')).toBe(
        `attachment; filename="_____.md"; filename*=UTF-8''${encodeURIComponent('供应商分析')}.md`,
      );
      expect(file.text).toContain('## 提问');
      expect(file.text).toContain(asked.json.content);
      for (const source of asked.json.sources) expect(file.text).toContain(source.url);
      expect(file.text.indexOf('提问')).toBeLessThan(file.text.indexOf('回答'));
    });

    it('should be whole as JSON, over several pages', async () => {
      for (let n = 0; n < 3; n += 1) await sut.ask('你好', { session_id: 'a', cache: false });
      const file = await sut.get('/chat/sessions/a/export?format=json');

      expect(file.json.session).toMatchObject({ session_id: 'a', message_count: 6 });
      expect(file.json.messages.map((message: { role: string }) => message.role)).toEqual(
        Array.from({ length: 6 }, (_unused, index) => (index % 2 === 0 ? 'user' : 'assistant')),
      );
    });
  });

  describe('the answer cache', () => {
    it('should be cleared by the user for their own answers', async () => {
      const message = `2022年中国对美国的手机出口额是多少？${Date.now()}`;
      await sut.ask(message, { session_id: 'a' });
      const second = await sut.ask(message, { session_id: 'b' });
      const cleared = await sut.request('/agent/cache', { method: 'DELETE' });
      const third = await sut.ask(message, { session_id: 'c' });

      expect(second.json.cache_hit).toBe(true);
      expect(cleared.json).toEqual({ cleared: 1 });
      expect(third.json.cache_hit).toBe(false);
    });
  });
});
