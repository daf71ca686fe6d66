// Preloaded into a server (NODE_OPTIONS): when it is told to end, writes to $LOADED_FILES what it had loaded from single files.
const { writeFileSync } = require('node:fs');

process.once('SIGTERM', () => writeFileSync(process.env.LOADED_FILES, JSON.stringify(Object.keys(require.cache))));
