import { ValidateBy } from 'class-validator';

const SHAPE = /^(\d{4}-\d\d-\d\d)([Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d))?$/;
/** As `timestamp` writes a moment of the years that RFC 3339 has, without year 0, which PostgreSQL has not. */
const IN_RANGE = /^(?!0000)\d{4}-/;

/** Whether it is a moment that both calendars, ours and PostgreSQL's, have. */
function isMoment(value: unknown): boolean {
  const day = typeof value === 'string' ? SHAPE.exec(value)?.[1] : undefined;
  if (day === undefined) return false;
  const at = new Date(value as string);
  // `Date` takes 30 February for 1 or 2 March.
  const exists = (date: Date) => !Number.isNaN(date.getTime()) && IN_RANGE.test(date.toISOString());
  return exists(at) && exists(new Date(day)) && new Date(day).toISOString().startsWith(day);
}

/** A moment as RFC 3339 has it, with its offset from UTC, or a day alone for its first moment in UTC. */
export const IsMoment = () =>
  ValidateBy(
    { name: 'isMoment', validator: { validate: isMoment } },
    { message: 'must be an RFC 3339 time such as 2025-11-01T00:00:00Z, or a day such as 2025-11-01' },
  );
