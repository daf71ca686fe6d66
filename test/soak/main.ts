import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Cluster } from '../faults/support/cluster.js';
import { PostgresTemplate } from '../support/postgres-template.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { Chance } from './chance.js';
import { Talker } from './talker.js';
import { Trouble } from './trouble.js';
import { judge } from './verdict.js';

// Users talk to two API processes and three workers, all of which, and both stores, are killed, frozen and emptied meanwhile:
// `npm run soak -- MINUTES SEED`. docs/testing.md says what is asked of them.
const TALKERS = 4;
const WORKERS = 3;
/** How long everything may take to come to its end when nothing is disturbed any more. */
const CALM_MS = 150_000;

const [minutes = 5, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
const directory = await temporaryDirectory();
process.env.TEST_LOG_DIRECTORY = `${directory}/logs`;
process.env.TEST_STORAGE_DIRECTORY = `${directory}/objects`;
const chance = new Chance(seed);
console.log(`${minutes} minutes, seed ${seed}, logs in ${process.env.TEST_LOG_DIRECTORY}`);

const template = await PostgresTemplate.make();
const cluster = await Cluster.start({ apis: 2, workers: WORKERS, durable: true });
try {
  await soak();
} finally {
  await cluster.stop();
  await template.remove();
}

async function soak(): Promise<void> {
  const end = AbortSignal.timeout(minutes * 60_000);
  const leave = new AbortController();
  const talkers = await Promise.all(
    Array.from({ length: TALKERS }, () => Talker.arrive(cluster, chance.fork(), leave.signal)),
  );
  const trouble = new Trouble(cluster, chance.fork());
  await Promise.all([trouble.makeUntil(end), ...talkers.map((talker) => talker.talkUntil(end))]);
  await calm();
  // Those who were cut off come once more.
  await delay(10_000);
  leave.abort();
  await Promise.all(talkers.map((talker) => talker.left()));

  const questions = talkers.flatMap((talker) => talker.questions);
  const sessions = talkers.flatMap((talker) => talker.sessions);
  const { violations, counts } = await judge(cluster, questions, sessions);
  console.log(`${questions.length} questions`, counts);
  console.log('disturbances', trouble.made);
  for (const violation of violations) console.log(`VIOLATED ${violation}`);
  for (const { name, watcher } of sessions) {
    if (violations.some((violation) => violation.includes(name)))
      await writeFile(`${directory}/${name}.json`, JSON.stringify(watcher.visits, undefined, 1));
  }
  console.log(`${violations.length} violations`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}

/** Until every run is over and settled, or it takes too long: then the verdict says which are not. */
async function calm(): Promise<void> {
  for (const begun = Date.now(); Date.now() - begun < CALM_MS; await delay(500)) {
    const { rows } = await cluster.sql.query('SELECT FROM runs WHERE NOT settled LIMIT 1');
    if (rows.length === 0) return;
  }
}
