import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { EventSource } from 'eventsource';
import { ApiClient, registerUser } from '../support/api-client.js';

/** What the shell prints for a curl line. A machine without curl sends the same request, so that only the tool differs. */
async function curl(line: { url: string; headers: Record<string, string>; body: string }): Promise<string> {
  const headers = Object.entries(line.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  try {
    return (await promisify(execFile)('curl', ['-s', '-N', '-X', 'POST', line.url, ...headers, '-d', line.body]))
      .stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return (await fetch(line.url, { method: 'POST', headers: line.headers, body: line.body })).text();
  }
}

/** The two snippets that clients were given: they must work as they are written. */
describe('the given client snippets', () => {
  let sut: ApiClient;
  const line = () => ({
    url: sut.url('/agent/query'),
    headers: { 'Content-Type': 'application/json', Authorization: sut.authorization['authorization'] ?? '' },
  });

  beforeAll(async () => {
    sut = new ApiClient().as(await registerUser());
  });

  it('should answer the curl line with stream false', async () => {
    const stdout = await curl({
      ...line(),
      body: '{"message": "查询2024年手机对美国的出口数据", "session_id": "trade_data_session", "stream": false}',
    });

    expect(JSON.parse(stdout)).toMatchObject({ session_id: 'trade_data_session', status: 'succeeded' });
  });

  it('should stream to the curl line with stream true', async () => {
    const stdout = await curl({
      ...line(),
      body: '{"message": "分析富士康科技集团的供应商资质和贸易能力", "session_id": "supplier_analysis_session", "stream": true}',
    });

    expect(stdout).toMatch(/^id: \d+-\d+\ndata: \{.*"type":"queued"/);
    expect(stdout).toMatch(/"type":"done".*\}\n\n$/);
    expect(stdout).not.toMatch(/^event:/m);
  });

  it.each(['access token', 'stream ticket'])(
    'should bring data.content to an EventSource’s onmessage with a %s in the URL',
    async (kind) => {
      const sessionId = `snippet-${randomUUID()}`;
      const token =
        kind === 'access token'
          ? (sut.authorization['authorization'] ?? '').replace('Bearer ', '')
          : (await sut.post('/auth/stream-ticket')).json.ticket;
      const eventSource = new EventSource(sut.url(`/agent/stream?session_id=${sessionId}&token=${token}`));
      const contents: string[] = [];
      const finished = new Promise<void>((resolve, reject) => {
        eventSource.onmessage = (event) => {
          const data = JSON.parse(event.data as string) as { type: string; content?: string };
          if (data.content) contents.push(data.content);
          if (data.type === 'done') resolve();
        };
        eventSource.onerror = (error) => reject(new Error(error.message));
      });
      await new Promise((resolve) => (eventSource.onopen = resolve));

      const answer = await sut.ask('你好，请介绍TradeFlow的功能', { session_id: sessionId });
      await finished;
      eventSource.close();

      expect(contents.at(-1)).toBe(answer.json.content);
    },
  );
});
