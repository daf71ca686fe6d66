import { type GoProgram, goProgram } from './go-program.js';
import { findMinio, MINIO } from './minio/find-minio.js';
import { FERRET } from './mongo/ferret.js';
import { findMongo } from './mongo/mongo-server.js';

/** Begins to build what the suites will need and is not there, so that it is ready, or nearly, when the first of them asks. */
export function buildEarly(): void {
  const needed: GoProgram[] = [];
  if (findMongo() === 'FerretDB') needed.push(FERRET);
  if (findMinio({ ownProcess: true })?.kind === 'buildable') needed.push(MINIO);
  // Whoever needs it tries again and tells what is wrong.
  void Promise.allSettled(needed.map(goProgram));
}
