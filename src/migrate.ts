import { loadConfig } from './config/index.js';
import { migrate } from './database/index.js';

/** `npm run migrate` and `npm run migrate -- down`: one step of a deployment, before the new processes start. */
const direction = process.argv[2] === 'down' ? 'down' : 'up';
const names = await migrate(loadConfig().postgres.url, direction);
process.stdout.write(
  direction === 'down' ? 'Took back the newest migration.\n' : `${names.length} migrations applied.\n`,
);
