import { type ManagedProcess } from './process/managed-process.js';

/** A started PostgreSQL or Redis. */
export interface Store {
  /** With user and password: never print it. */
  readonly url: string;
  readonly port: number;
  readonly process: ManagedProcess;
}

export interface StoreOptions {
  /** Where its data lives; made when it does not exist. */
  readonly directory: string;
  readonly logFile: string;
  readonly password: string;
  /** Taken when it is free; otherwise any free port is. */
  readonly preferredPort?: number;
  /** False gives up safety against a power cut for speed: for tests, whose data nobody keeps. Default true. */
  readonly durable?: boolean;
}
