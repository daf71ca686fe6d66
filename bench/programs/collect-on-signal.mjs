// Loaded before a program whose memory is measured: on SIGIO it lets go of what nobody needs any more, so that what is
// resident afterwards is held by something.
import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');
process.on('SIGIO', () => collect());
