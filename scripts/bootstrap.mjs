// Runs before anything is installed, so it needs nothing but Node, and this file must be readable by an old one:
// it only checks the version and loads the rest when it will do.
const REQUIRED = [20, 11];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < REQUIRED[0] || (major === REQUIRED[0] && minor < REQUIRED[1])) {
  console.error(
    `TradeFlow needs Node.js ${REQUIRED.join('.')} or newer; this is ${process.version}. See https://nodejs.org.`,
  );
  process.exit(1);
}
void import('./bootstrap/programs.mjs').then(({ runProgram }) => runProgram(process.argv[2], process.argv.slice(3)));
