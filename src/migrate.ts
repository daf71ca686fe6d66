import { runProcess } from './common/process/run-process.js';
import { loadConfig } from './config/index.js';
import { migrate } from './database/index.js';
import { prepareMongo } from './session/index.js';

/** `npm run migrate` and `npm run migrate -- down`: one step of a deployment, before the new processes start. */
await runProcess('The migration', async () => {
  const direction = process.argv[2] === 'down' ? 'down' : 'up';
  const { postgres, mongodb } = loadConfig();
  const names = await migrate(postgres.url, direction);
  if (direction === 'up' && mongodb !== undefined) await prepareMongo(mongodb.url);
  process.stdout.write(
    direction === 'down' ? 'Took back the newest migration.\n' : `${names.length} migrations applied.\n`,
  );
});
