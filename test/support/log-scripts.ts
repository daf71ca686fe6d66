import { createHash } from 'node:crypto';
import { type Redis } from 'ioredis';
import { LuaScript } from '../../src/cache/index.js';

export const LIFE = 60_000;
export const RENEWAL = 15_000;
const LENGTH = 100;
/** What a writer says instead of the seq it has got to with what an attempt says first. */
export const FIRST = -2;
export const LINE = 'line';
export const LOG = 'log';
export const TEXT = 'text';
export const OPEN = 'open';
export const NEWS = 'news';
export const CLOSED = 'closed';

/** What an event is to the log: its JSON object, and its kind. */
type Drafts = readonly (readonly [json: string, kind: string])[];

const script = <T>(file: string) =>
  new LuaScript<T>(new URL(`../../src/session/live/${file}`, `file://${import.meta.dirname}/`));
const admitScript = script<[number, ...string[]]>('admit.lua');
const beginScript = script<[seq: number, events: [string, string][]]>('begin.lua');
const appendScript =
  script<[seq: number, positions: string[], waiting: string[], earlier: [string, string][]]>('append.lua');
const restoreScript = script<number>('restore.lua');
const releaseScript = script<string[]>('release.lua');
const attachScript =
  script<[ids: string[], position: string, ended: number, states: ([number, string] | null)[]]>('attach.lua');
const endSessionScript = script<string>('end-session.lua');
const snapshotScript = script<[number | null, string, string]>('snapshot.lua');

export const event = (name: string, kind = 'event') => [`{"type":"${name}"}`, kind] as const;
export const words = (text: string) => event('chunk', `text:${text}`);

export const digestOf = (texts: readonly string[]) =>
  texts.reduce(
    (digest, data) =>
      createHash('sha1')
        .update(digest + data)
        .digest('hex'),
    '',
  );

/** Every run has keys of its own but the line, the log and the mark of those that are open. */
export const keysOf = (id: string) => ({ run: `run:${id}`, text: `${TEXT}:${id}` });

const queuedOf = (id: string) => `{"type":"queued","run_id":"${id}"}`;

/** The scripts of the log by themselves, for runs of one session. What they do is done at 1, 2, 3 and 4 s, as one calls them in this order. */
export function logScripts(redisOf: () => Redis) {
  const entries = async () =>
    (await redisOf().xrange(LOG, '-', '+')).map(([position, fields]) => ({
      position,
      run: fields[1],
      data: fields[3],
    }));
  const expiring = (id: string) => [LOG, keysOf(id).run, keysOf(id).text];
  interface Standing {
    readonly mode: string;
    readonly pace?: number;
    readonly news?: string;
    readonly atWork?: string;
    readonly others?: readonly string[];
  }
  const admit = (id: string, { mode, pace = 1_500, news = NEWS, atWork = '', others = [] }: Standing) =>
    admitScript.run(
      redisOf(),
      [LINE, keysOf(id).run, LOG, OPEN, CLOSED, ...others.map((other) => keysOf(other).run)],
      [id, 'conversation', mode, LIFE, 1_000, LENGTH, queuedOf(id), pace, news, atWork, ...others],
    );
  return {
    admit: (id: string, mode = 'enqueue', pace = 1_500, news = NEWS) => admit(id, { mode, pace, news }),
    /** In a line that may have lost those whom the records have before the run. */
    admitAfter: (id: string, { atWork, waiting = [] }: { atWork?: string; waiting?: string[] }, mode = 'enqueue') =>
      admit(id, { mode, atWork, others: [...(atWork === undefined ? [] : [atWork]), ...waiting] }),
    begin: (id: string, fence: number) =>
      beginScript.run(
        redisOf(),
        [keysOf(id).run, keysOf(id).text, LOG, OPEN, CLOSED],
        [id, 'conversation', fence, LIFE, 2_000],
      ),
    append: (id: string, fence: number, events: Drafts, after = -1, now = 3_000) =>
      appendScript.run(
        redisOf(),
        [LOG, keysOf(id).run, keysOf(id).text, OPEN, LINE, CLOSED],
        [id, fence, LIFE, now, LENGTH, after, NEWS, RENEWAL, ...events.flat()],
      ),
    restore: (id: string, fence: number, text: string, events: Drafts) =>
      restoreScript.run(
        redisOf(),
        [LOG, keysOf(id).run, keysOf(id).text, OPEN, LINE, CLOSED],
        [id, 'conversation', fence, LIFE, 4_000, text, NEWS, ...events.flat()],
      ),
    release: (id: string) => releaseScript.run(redisOf(), [LINE], [id]),
    snapshot: (id: string) => snapshotScript.run(redisOf(), [LOG, keysOf(id).run, keysOf(id).text], []),
    attach: (believed: readonly string[], most = 20) =>
      attachScript.run(
        redisOf(),
        [LOG, LINE, ...believed.flatMap((id) => [keysOf(id).run, keysOf(id).text])],
        [most, ...believed],
      ),
    endSession: () => endSessionScript.run(redisOf(), [LOG, CLOSED], [LIFE, LENGTH, NEWS, LIFE]),
    entries,
    dataOf: async (id: string) => (await entries()).flatMap(({ run, data }) => (run === id ? [data as string] : [])),
    /** Whether log, run and answer so far have their whole life before them. */
    renewed: async (id: string) => {
      const lives = await Promise.all(expiring(id).map((key) => redisOf().pttl(key)));
      return lives.map((life) => life > LIFE - 10_000);
    },
    /** As if most of their life were over. */
    age: (id: string) => Promise.all(expiring(id).map((key) => redisOf().pexpire(key, 20_000))),
  };
}
