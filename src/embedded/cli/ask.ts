import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { detectLanguage } from '../../common/i18n/language.js';
import { answersOk } from '../process/wait-until.js';
import { preferPort } from '../stack/api-port.js';
import { DataFolder } from '../stack/data-folder.js';
import { logInDemoUser } from '../stack/demo-user.js';
import { Claim, readClaim, type RunningStart } from '../stack/running.js';
import { previewConfig } from '../stack/server-environment.js';
import { TradeFlowStack } from '../stack/tradeflow-stack.js';
import { StartError } from '../start-error.js';
import { runProgram } from './program.js';
import { EXAMPLE_QUESTIONS } from './questions.js';
import { ask } from './run-events.js';
import { RunPrinter } from './run-printer.js';
import { colors, step } from './terminal.js';

const POLL_MS = 200;
const INTERRUPTED = 130;

/** `npm run ask -- "question"`: asks TradeFlow over HTTP, after starting it when it does not run yet. */
await runProgram(async (signal) => {
  const question = process.argv.slice(2).join(' ').trim();
  const questions = question === '' ? EXAMPLE_QUESTIONS : [question];
  const folder = new DataFolder(path.resolve('.data'));

  const claim = await takeFolder(folder, signal);
  if (!(claim instanceof Claim)) {
    step(`using the TradeFlow that runs at ${claim}`);
    return askAll(claim, folder, questions, signal);
  }
  try {
    const { http } = previewConfig(await folder.secrets());
    console.log(colors.bold('TradeFlow is starting'));
    const stack = await TradeFlowStack.start({ folder, port: await preferPort(http), signal, progress: step });
    try {
      claim.publish(stack.url);
      return await Promise.race([askAll(stack.url, folder, questions, signal), stack.died().then(failWith)]);
    } finally {
      await stack.stop();
    }
  } finally {
    claim.release();
  }
}, INTERRUPTED);

/** The folder for a start of our own, or the URL of an `npm start` that serves it. */
async function takeFolder(folder: DataFolder, signal: AbortSignal): Promise<Claim | string> {
  const file = folder.path('running.json');
  let told = false;
  for (;;) {
    const claim = await Claim.take(file, 'ask');
    if (claim instanceof Claim) return claim;
    if (claim.program === 'start') {
      const url = await urlOf(claim, file, signal);
      if (url !== undefined) return url;
      continue;
    }
    if (!told) step('waiting for another "npm run ask" in this folder');
    told = true;
    await delay(POLL_MS, undefined, { signal });
  }
}

/** Where that start can be asked, once it can; undefined when it ends before. */
async function urlOf(running: RunningStart, file: string, signal: AbortSignal): Promise<string | undefined> {
  for (let current: RunningStart | undefined = running; current; current = await readClaim(file)) {
    const { url } = current;
    if (url !== undefined && (await answersOk(`${url}/health/liveness`).catch(() => false))) return url;
    await delay(POLL_MS, undefined, { signal });
  }
  return undefined;
}

async function askAll(
  url: string,
  folder: DataFolder,
  questions: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const { demoPassword } = await folder.secrets();
  const { accessToken } = await logInDemoUser(url, demoPassword);
  let failures = 0;
  for (const question of questions) {
    console.log(`\n${colors.bold(colors.cyan('?'))} ${colors.bold(question)}\n`);
    const printer = new RunPrinter(detectLanguage(question), (text) => process.stdout.write(text));
    for await (const event of ask(url, accessToken, question, signal)) printer.print(event);
    if (!printer.succeeded) failures += 1;
  }
  return failures === 0 ? 0 : 1;
}

function failWith(sentence: string): never {
  throw new StartError(`TradeFlow has to stop. ${sentence}`);
}
