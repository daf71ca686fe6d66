// Loaded before a program whose memory is measured: on SIGIO it lets go of what nobody needs any more and moves the rest
// together, so that what is resident afterwards is held by something.
import { setTimeout as delay } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';

/** What is freed by one collection may free more, and pages go back to the system a moment later. */
const COLLECTIONS = 4;
const PAUSE_MS = 400;

v8.setFlagsFromString('--expose-gc');
v8.setFlagsFromString('--compact-on-every-full-gc');
const collect = vm.runInNewContext('gc');
process.on('SIGIO', () => void collectAll());

async function collectAll() {
  for (let count = 0; count < COLLECTIONS; count += 1) {
    collect();
    await delay(PAUSE_MS);
  }
}
