import { type DestinationStream, type Logger, pino } from 'pino';
import { type AppConfig } from '../config/index.js';
import { scrub } from './scrub.js';
import { serializeError } from './serialize-error.js';

/**
 * The one logger of a process: a JSON object a line on standard output, or coloured text with `DEBUG`.
 * @param destination where lines go instead, for tests.
 */
export async function createLogger(log: AppConfig['log'], destination?: DestinationStream): Promise<Logger> {
  return pino(
    {
      level: log.level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError },
      hooks: { streamWrite: scrub },
    },
    destination ?? (log.pretty ? await prettyStream() : pino.destination({ dest: 1, sync: true })),
  );
}

/** Loaded only where a person reads the logs. */
async function prettyStream(): Promise<DestinationStream> {
  const { PinoPretty } = await import('pino-pretty');
  return PinoPretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' });
}
