import { QueryFailedError } from 'typeorm';

/** SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';

/** Whether PostgreSQL refused a statement as there is a row like it already. @param index the only unique index that is meant; any where it is left out */
export function isUniqueViolation(error: unknown, index?: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code, constraint } = error.driverError as { code?: string; constraint?: string };
  return code === UNIQUE_VIOLATION && (index === undefined || constraint === index);
}
