import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
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

/** The code of the README that has an EventSource, without its comments, which are in the language of the README. */
function snippetOf(readme: string): string {
  const text = readFileSync(path.resolve(__dirname, '../..', readme), 'utf8');
  const [, code = ''] = /```js\n([^`]*(?:`(?!``)[^`]*)*EventSource[\s\S]*?)```/.exec(text) ?? [];
  return code.replaceAll(/^ *\/\/.*\n/gm, '');
}

/** As `fetch`, but the answer breaks off behind the event that says that the work has begun. */
async function fetchUntilStart(url: string | URL, init: object): Promise<Response> {
  const { body, status, headers } = await fetch(url, init);
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(packet, line) {
      const text = Buffer.from(packet).toString();
      const at = text.indexOf('"type":"start"');
      line.enqueue(at < 0 ? packet : Buffer.from(text.slice(0, text.indexOf('\n\n', at) + 2)));
      if (at >= 0) line.terminate();
    },
  });
  return new Response(body?.pipeThrough(cut), { status, headers });
}

describe('the snippet of the READMEs', () => {
  it('should be the same in both', () => {
    expect(snippetOf('README.md')).toContain('EventSource');
    expect(snippetOf('README.zh-CN.md')).toBe(snippetOf('README.md'));
  });

  it('should go on where it was, with a new ticket, when it is cut off', async () => {
    const sut = new ApiClient().as(await registerUser());
    const sessionId = `readme-${randomUUID()}`;
    const opened: URL[] = [];
    const shown: string[] = [];
    let open: () => void;
    const first = new Promise<void>((resolve) => (open = resolve));
    /** The line of the first one breaks as soon as the work has begun. */
    class Cut extends EventSource {
      constructor(url: string) {
        super(url, { fetch: opened.length === 0 ? fetchUntilStart : fetch });
        opened.push(new URL(url));
        sources.push(this);
        this.addEventListener('open', () => open());
      }
    }
    const sources: EventSource[] = [];
    const code = snippetOf('README.md').replace('http://127.0.0.1:8000/api/v1', sut.url(''));
    // oxlint-disable-next-line typescript/no-implied-eval -- it is what readers are told to write
    const load = new Function('EventSource', 'token', 'show', `${code}; return follow;`) as (
      ...given: unknown[]
    ) => (session: string) => Promise<void>;
    const token = sut.authorization['authorization']?.replace('Bearer ', '');

    const news = new EventEmitter();
    const show = (words: string) => (shown.push(words), news.emit('shown'));
    await load(Cut, token, show)(sessionId);
    await first;
    const { json } = await sut.ask('你好，请介绍TradeFlow的功能', { session_id: sessionId, cache: false });
    while (shown.join('').length < json.content.length) await once(news, 'shown');
    for (const source of sources) source.close();

    expect(shown.join('')).toBe(json.content);
    expect(opened).toHaveLength(2);
    expect(opened[1]?.searchParams.get('last_event_id')).toMatch(/^\d+-\d+$/);
    expect(opened[1]?.searchParams.get('token')).not.toBe(opened[0]?.searchParams.get('token'));
  });
});
