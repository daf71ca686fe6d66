import { createHash } from 'node:crypto';
import { type Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { endWhenSilent } from '../common/silent-socket.js';

export interface PreparingConfig extends ClientConfig {
  /**
   * How long an answer may be due in milliseconds before the connection is destroyed, which makes the pool drop it: longer than the server
   * lets a statement take. pg's own `query_timeout` fails the query and leaves the connection in the pool. Left out: for ever.
   */
  readonly silenceLimit?: number | undefined;
}

/** Statements a process has prepared at most; lists of any length make ever new texts, and those beyond are sent as they are. */
const MOST = 500;

const names = new Map<string, string>();

/**
 * A connection on which every statement with parameters is prepared once and called by its name from then on: for the short
 * ones that a run is made of, reading and planning are a third of what PostgreSQL spends on them.
 */
export class PreparingClient extends Client {
  /** Set by pg: false from a query's start until the server has answered it. */
  declare private readonly readyForQuery?: boolean;

  constructor(config?: PreparingConfig) {
    super(config);
    const { silenceLimit } = config ?? {};
    if (silenceLimit !== undefined) this.once('connect', () => this.listenFor(silenceLimit));
    // An instance's own method, as the overloads cannot be written again in a subclass.
    const send = this.query.bind(this) as (...request: unknown[]) => unknown;
    this.query = ((statement: unknown, values: unknown, ...others: unknown[]) => {
      const name = typeof statement === 'string' && Array.isArray(values) && values.length > 0 && nameOf(statement);
      return name ? send({ name, text: statement, values }, ...others) : send(statement, values, ...others);
    }) as Client['query'];
  }

  /** Not before the connection stands: with TLS the socket is another one by then. */
  private listenFor(silenceLimit: number): void {
    endWhenSilent(this.connection.stream as Socket, silenceLimit, { awaits: () => this.readyForQuery === false });
  }
}

/** The same text has the same name in every process; undefined when there are too many. */
function nameOf(statement: string): string | undefined {
  const known = names.get(statement);
  if (known !== undefined || names.size >= MOST) return known;
  const name = createHash('sha1').update(statement).digest('base64url');
  names.set(statement, name);
  return name;
}
