import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { StartError } from '../start-error.js';
import { guard, unguard } from './guardian.js';
import { lastMeaningfulLine } from './log-tail.js';

export interface ManagedProcessOptions {
  /** How the process is called in messages, e.g. `PostgreSQL`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Gets what the process writes, appended. */
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** What asks this program to finish its work and end. */
  readonly stopSignal?: NodeJS.Signals;
  /** Milliseconds it may take to end before it is killed. */
  readonly stopGraceMs?: number;
}

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * A child process with its log in a file. It leads its own process group, so Ctrl-C in a terminal does not reach it and
 * its owner decides in which order things stop; should the owner be killed, the guardian ends it.
 */
export class ManagedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Settles when the process is gone, however that came about. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  private exit: ProcessExit | undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly options: ManagedProcessOptions,
    pid: number,
  ) {
    this.name = options.name;
    this.logFile = options.logFile;
    this.pid = pid;
    guard(pid);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.exit = { code, signal };
        unguard(pid);
        resolve(this.exit);
      });
    });
  }

  /** @throws StartError when the program cannot be run at all. */
  static async launch(options: ManagedProcessOptions): Promise<ManagedProcess> {
    mkdirSync(path.dirname(options.logFile), { recursive: true });
    const log = openSync(options.logFile, 'a', 0o600);
    try {
      const child = spawn(options.command, options.args, {
        detached: true,
        stdio: ['ignore', log, log],
        env: options.env,
        cwd: options.cwd,
        uid: options.uid,
        gid: options.gid,
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', (error) => {
          reject(new StartError(`${options.name} could not be started (${options.command}: ${error.message}).`, error));
        });
      });
      return new ManagedProcess(child, options, child.pid as number);
    } finally {
      closeSync(log);
    }
  }

  get running(): boolean {
    return this.exit === undefined;
  }

  /** Sends a signal, also SIGKILL, SIGSTOP or SIGCONT. Nothing happens when the process is gone. */
  kill(signal: NodeJS.Signals): void {
    if (this.running) this.child.kill(signal);
  }

  /** Ends the process politely, and by force when it does not end in time. */
  async stop(): Promise<ProcessExit> {
    this.kill(this.options.stopSignal ?? 'SIGTERM');
    // A process that was stopped with SIGSTOP handles nothing until it is continued.
    this.kill('SIGCONT');
    const force = setTimeout(() => this.kill('SIGKILL'), this.options.stopGraceMs ?? 10_000);
    const exit = await this.exited;
    clearTimeout(force);
    return exit;
  }

  /** One sentence about an end nobody asked for, with the last line of the log that says anything. */
  async obituary(): Promise<string> {
    const { code, signal } = await this.exited;
    const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
    const line = await lastMeaningfulLine(this.logFile);
    return `${this.name} ${how}${line === undefined ? '' : `: ${line}`} (log: ${this.logFile})`;
  }
}
