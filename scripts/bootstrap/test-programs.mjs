// Programs of others that a few suites put between client and server: docs/testing.md. Without them those suites say that
// they are left out, so nothing here is a reason to give up.
import { findPackageManager } from './package-manager.mjs';
import { interrupted, succeeds } from './run.mjs';

/** By apt's package: the commands of which one must be there, as test/faults/streams-outside.spec.ts looks for them. */
const PROGRAMS = {
  'nginx-light': ['nginx'],
  'chromium-headless-shell': ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'],
};
let installing = Promise.resolve();

/**
 * Begins to install what is missing, beside the steps that follow. Only in CI and where we are root, as in a container: on
 * their own machine people decide themselves.
 */
export async function beginTestPrograms() {
  installing = installMissing();
}

/** Resolves when that has come to its end. */
export async function awaitTestPrograms() {
  await installing;
}

async function installMissing() {
  const manager = await findPackageManager();
  const ours = process.env.CI === 'true' || process.getuid?.() === 0;
  if (!ours || manager?.name !== 'apt-get') return;
  try {
    const missing = [];
    for (const [name, commands] of Object.entries(PROGRAMS)) if (!(await anyOf(commands))) missing.push(name);
    if (missing.length === 0) return;
    console.log(`  · installing ${missing.join(' and ')} for the tests (apt-get), meanwhile …`);
    await succeeds(...manager.as, ...manager.refresh);
    // One by one: not every system has both.
    for (const name of missing) {
      const done = await succeeds(...manager.as, ...manager.install, name);
      if (!done) console.log(`  · ${name} could not be installed; the tests that need it say so`);
    }
  } catch (error) {
    if (!interrupted()) throw error;
  }
}

async function anyOf(commands) {
  for (const command of commands) {
    const found = await succeeds('sh', '-c', `PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v ${command}`);
    if (found) return true;
  }
  return false;
}
