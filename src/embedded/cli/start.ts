import path from 'node:path';
import { requireFreePort } from '../stack/api-port.js';
import { DataFolder } from '../stack/data-folder.js';
import { type DemoLogin, logInDemoUser } from '../stack/demo-user.js';
import { Claim } from '../stack/running.js';
import { previewConfig } from '../stack/server-environment.js';
import { TradeFlowStack } from '../stack/tradeflow-stack.js';
import { StartError } from '../start-error.js';
import { runProgram } from './program.js';
import { colors, step } from './terminal.js';

/** `npm start`: TradeFlow on this machine until Ctrl-C. */
await runProgram(async (signal) => {
  const began = Date.now();
  const folder = new DataFolder(path.resolve('.data'));
  const claim = await takeFolder(folder);
  try {
    const secrets = await folder.secrets();
    const port = await requireFreePort(previewConfig(secrets).http);
    console.log(colors.bold('TradeFlow is starting'));
    const stack = await TradeFlowStack.start({ folder, port, signal, progress: step });
    try {
      const login = await logInDemoUser(stack.url, secrets.demoPassword);
      claim.publish(stack.url);
      greet(stack.url, login, folder, Date.now() - began);
      await Promise.race([stack.died().then(failWith), aborted(signal)]);
      console.log('\nTradeFlow is stopping …');
    } finally {
      await stack.stop();
    }
  } finally {
    claim.release();
  }
  return 0;
}, 0);

async function takeFolder(folder: DataFolder): Promise<Claim> {
  const claim = await Claim.take(folder.path('running.json'), 'start');
  if (claim instanceof Claim) return claim;
  const where = claim.url === undefined ? '' : ` at ${claim.url}`;
  throw new StartError(
    `TradeFlow already runs in this folder${where} (npm run ${claim.program}, process ${claim.pid}).`,
  );
}

function greet(url: string, login: DemoLogin, folder: DataFolder, tookMs: number): void {
  const seconds = (tookMs / 1000).toFixed(1);
  const question = '{"message": "查询2024年手机对美国的出口数据", "stream": true}';
  console.log(`
${colors.green('TradeFlow is ready')} ${colors.dim(`after ${seconds} s`)}

  Swagger UI   ${colors.cyan(`${url}/docs`)}
  Health       ${url}/health
  Logs         ${path.relative('.', folder.path('logs'))}/
  Demo user    ${login.email}

Ask it something (the token is the demo user's and good for a few hours):

curl -N ${url}/api/v1/agent/query \\
  -H 'Authorization: Bearer ${login.accessToken}' \\
  -H 'Content-Type: application/json' \\
  -d '${question}'

${colors.dim('Ctrl-C stops everything.')}`);
}

function failWith(sentence: string): never {
  throw new StartError(`TradeFlow has to stop. ${sentence}`);
}

async function aborted(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
