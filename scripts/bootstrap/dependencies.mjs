// `npm ci`, when node_modules is not what package-lock.json says.
import { readFileSync } from 'node:fs';
import { Problem } from './problem.mjs';
import { npm, runQuietly } from './run.mjs';

export async function installDependencies() {
  if (isInstalled()) return;
  const ci = npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error');
  const { code, output } = await runQuietly('installing packages (npm ci)', ...ci);
  if (code === 0) return;
  const network = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/.exec(
    output,
  );
  if (network) {
    throw new Problem(
      `npm could not reach the package registry (${network[0]}); check the network or proxy and try again.`,
    );
  }
  const said = output.split('\n').filter((line) => line.startsWith('npm error') && !line.includes('complete log'));
  throw new Problem(`npm ci failed with exit code ${code}:\n${said.slice(0, 10).join('\n')}`);
}

/**
 * Compares the lock with the list npm keeps of what it installed: a package that is there in another version, or that is
 * missing although this machine needs it. Packages for other machines are optional and rightly missing.
 */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([folder, { version, optional, devOptional, link }]) => {
    if (folder === '' || link) return true;
    const found = present[folder];
    return found === undefined ? Boolean(optional || devOptional) : found.version === version;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
