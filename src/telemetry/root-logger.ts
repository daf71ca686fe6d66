/** Injection token of the process' pino logger. Services use Nest's `Logger`, which writes to it. */
export const ROOT_LOGGER = Symbol('ROOT_LOGGER');
