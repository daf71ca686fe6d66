import { type Cluster } from '../faults/support/cluster.js';
import { type SseEvent } from '../support/sse-client.js';
import { type Question, type Session } from './question.js';
import { faultsIn, summaryOf } from './seen-run.js';

/** A call of the model that was sent before the receipt may arrive so much after it, in milliseconds. */
const ON_ITS_WAY = 50;

interface RunRecord {
  readonly id: string;
  readonly status: string;
  readonly code: string | null;
  readonly settled: boolean;
  readonly reason: string | null;
  readonly answers: number;
  readonly answer: string | null;
}

const RECORDS = `
  SELECT r.id, r.status, r.error ->> 'code' AS code, r.settled, r.cancel_reason AS reason, count(m.id)::int AS answers,
         min(m.content) AS answer
  FROM runs r LEFT JOIN messages m ON m.run_id = r.id AND m.role = 'assistant' GROUP BY r.id`;

/** Two runs of a conversation whose times at work overlap. */
const SIDE_BY_SIDE = `
  SELECT a.id AS first, b.id AS second FROM runs a JOIN runs b USING (conversation_id)
  WHERE a.id <> b.id AND a.fence > 0 AND b.fence > 0 AND a.started_at < b.started_at AND b.started_at < a.finished_at
    AND b.finished_at > b.started_at`;

/** What is left in Redis when all is over, and should not be. */
const LEFT_OVER = ['*:line:*', '*:working', '*}:line', '*:open'];

export interface Verdict {
  /** What was promised and did not hold. */
  readonly violations: readonly string[];
  /** How many runs ended how, and what else is worth knowing. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Holds what the clients have seen against the records, when nothing is under way any more. */
export async function judge(
  cluster: Cluster,
  questions: readonly Question[],
  sessions: readonly Session[],
): Promise<Verdict> {
  const violations: string[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string) => (counts[what] = (counts[what] ?? 0) + 1);

  const { rows } = await cluster.sql.query<RunRecord>(RECORDS);
  const records = new Map(rows.map((record) => [record.id, record]));
  for (const question of questions) {
    const record = question.runId === undefined ? undefined : records.get(question.runId);
    count(
      record === undefined ? `refused: ${question.refusal}` : `${record.status}${record.code ? ` ${record.code}` : ''}`,
    );
    if (question.runId === undefined && question.refusal?.startsWith('503') && question.calledAt.length > 0) {
      count('refused, and answered all the same');
    }
    const faults = question.runId === undefined ? [] : [...faultsOfRun(question, record), ...faultsSeen(question)];
    violations.push(...faults.map((fault) => `run ${question.runId}: ${fault}`));
  }
  for (const { name, watcher } of sessions) {
    for (const [runId, events] of byRun(watcher.events)) {
      const faults = faultsIn(events);
      if (faults.length > 0) violations.push(`run ${runId} in ${name}: ${faults.join('; ')} (${summaryOf(events)})`);
    }
  }
  const overlaps = await cluster.sql.query<{ first: string; second: string }>(SIDE_BY_SIDE);
  violations.push(...overlaps.rows.map(({ first, second }) => `runs ${first} and ${second} were at work side by side`));
  for (const pattern of LEFT_OVER) {
    violations.push(...(await cluster.redis.keys(pattern)).map((key) => `${key} is left over`));
  }
  return { violations, counts };
}

function faultsOfRun(question: Question, record: RunRecord | undefined): string[] {
  if (record === undefined) return ['accepted, and not on record'];
  const { status, answers, answer, settled, code, reason } = record;
  const { scene, session, stopped, calledAt } = question;
  const faults: string[] = [];
  if (!settled) faults.push(`not settled, but ${status}`);
  // Killed with its worker again and again it fails: that is what the limit of attempts is for.
  if (status === 'failed' && code !== 'RUN_ATTEMPTS_EXHAUSTED') faults.push(`failed: ${code}`);
  if (status === 'cancelled' && reason === null) faults.push('cancelled by nobody');
  if (!session.deleted && answers !== 1) faults.push(`${answers} answers`);
  if (!session.deleted && status === 'succeeded' && answer !== scene.answer) faults.push('another answer');
  const late = calledAt.filter((time) => stopped !== undefined && time > stopped.at + ON_ITS_WAY);
  if (late.length > 0) faults.push(`the model was called ${late.length} times after the receipt of its cancel`);
  return faults;
}

function faultsSeen({ runId, watcher, session, watchedFrom }: Question): string[] {
  const faults: string[] = [];
  if (watcher !== undefined) {
    faults.push(...faultsIn(watcher.events).map((fault) => `${fault} (${summaryOf(watcher.events)})`));
    const known = watcher.events.some(({ data }) => data.type === 'done');
    if (!known && !session.deleted)
      faults.push(`its watcher never saw the end: ${watcher.refusal ?? 'it still waits'}`);
  }
  const watched = watchedFrom !== undefined && !session.deleted;
  const ended = session.watcher.events.some(({ data }) => data.run_id === runId && data.type === 'done');
  if (watched && !ended)
    faults.push(`who watched ${session.name} never saw the end (${session.watcher.refusal ?? 'no refusal'})`);
  return faults;
}

/** The events of each run in a session, those of all runs among them. */
function byRun(events: readonly SseEvent[]): Map<string, SseEvent[]> {
  const ids = new Set(events.flatMap(({ data }) => (data.run_id === undefined ? [] : [data.run_id as string])));
  // A gap concerns whoever was under way, whatever run it names.
  const concerns = (id: string, { data }: SseEvent) => data.run_id === id || data.type === 'gap';
  return new Map([...ids].map((id) => [id, events.filter((event) => concerns(id, event))]));
}
