// Child processes of the bootstrap.
import { spawn } from 'node:child_process';

const TICK_MS = 1_000;
const children = new Set();
let signalled = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    signalled = true;
    // A terminal has told them already; anybody who signals this process alone has not.
    for (const child of children) child.kill(signal);
  });
}

/** Whether we were asked to end: a child that failed after that did not fail by itself. */
export function interrupted() {
  return signalled;
}

/** How npm is called: the npm that runs us, where one does. */
export function npm(...args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? [process.execPath, cli, ...args] : ['npm', ...args];
}

/** Runs a program on our terminal and resolves to its exit code. */
export async function runInForeground(command, ...args) {
  const { code } = await run(command, args, 'inherit');
  return code;
}

/** Runs a program out of sight while `title` and the seconds are shown; resolves to its exit code and what it wrote. */
export async function runQuietly(title, command, ...args) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const terminal = process.stdout.isTTY === true;
  process.stdout.write(`  · ${title} …${terminal ? '' : '\n'}`);
  const show = () => process.stdout.write(`\r  · ${title} … ${seconds()} s`);
  const ticker = terminal ? setInterval(show, TICK_MS) : undefined;
  try {
    return await run(command, args, 'pipe');
  } finally {
    clearInterval(ticker);
    process.stdout.write(terminal ? `\r  · ${title} … ${seconds()} s\n` : '');
  }
}

/** Whether a command is there and succeeds. */
export async function succeeds(command, ...args) {
  return (await run(command, args, 'pipe')).code === 0;
}

function run(command, args, stdio) {
  if (signalled) return Promise.reject(new Error('interrupted'));
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: stdio === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', () => {
      children.delete(child);
      resolve({ code: 127, output });
    });
    child.on('close', (code) => {
      children.delete(child);
      // A program that ends itself after a signal says with which code; what it only helped to prepare is given up.
      if (signalled && stdio === 'pipe') reject(new Error('interrupted'));
      else resolve({ code: code ?? 130, output });
    });
  });
}
