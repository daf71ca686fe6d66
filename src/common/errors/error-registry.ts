import { type Text } from '../i18n/language.js';

/** How loudly a failure is logged: a user's mistake never pages anyone. */
export type ErrorLogLevel = 'debug' | 'warn' | 'error';

/** One entry of the registry. HTTP, `error` events and run records all speak the same entry. */
export interface ErrorKind {
  /** Stable upper-case word a client may switch on. */
  readonly code: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** Whether the very same request may succeed when sent again later. */
  readonly retryable: boolean;
  /** Seconds after which a retry makes sense, where every occurrence says the same. */
  readonly retryAfter?: number;
  readonly logLevel: ErrorLogLevel;
  /** What happened, without any figure of this occurrence. */
  readonly title: Text;
  /** What to do about it; `{placeholders}` are filled from the parameters of the occurrence. */
  readonly detail: Text;
}

type ErrorDefinition = Omit<ErrorKind, 'code' | 'logLevel' | 'retryable'> &
  Partial<Pick<ErrorKind, 'logLevel' | 'retryable'>>;

const registry = new Map<string, ErrorKind>();

/**
 * Registers a module's errors; each `<module>.errors.ts` calls it once. The key becomes the code.
 * @throws Error at start-up when two modules claim one code.
 */
export function defineErrors<const K extends string>(
  definitions: Record<K, ErrorDefinition>,
): Readonly<Record<K, ErrorKind>> {
  const kinds = {} as Record<K, ErrorKind>;
  for (const code of Object.keys(definitions) as K[]) {
    if (registry.has(code)) throw new Error(`The error code ${code} is defined twice.`);
    const definition = definitions[code];
    const logLevel = definition.logLevel ?? (definition.status >= 500 ? 'error' : 'debug');
    const kind: ErrorKind = Object.freeze({ retryable: false, ...definition, code, logLevel });
    registry.set(code, kind);
    kinds[code] = kind;
  }
  return Object.freeze(kinds);
}

/** The entry with that code, or undefined for a code this version does not know. */
export function findErrorKind(code: string): ErrorKind | undefined {
  return registry.get(code);
}

/** Every registered error, by code: what docs/errors.md and the served error pages list. */
export function allErrorKinds(): readonly ErrorKind[] {
  return [...registry.values()].sort((a, b) => a.code.localeCompare(b.code));
}
