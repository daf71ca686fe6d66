import { parse } from 'csv-parse/sync';
import { type z } from 'zod';
import { ReferenceDataError } from './reference-data.error.js';

/** One checked row and where it stands. */
export interface Row<T> {
  readonly value: T;
  readonly line: number;
}

/** The rows of one file of the snapshot; whatever is wrong is reported with the file and the line. */
export class ReferenceTable<T> {
  readonly rows: readonly Row<T>[];

  constructor(
    private readonly file: string,
    text: string,
    schema: z.ZodType<T>,
  ) {
    this.rows = records(file, text).map(({ record, line }) => {
      const parsed = schema.safeParse(record);
      if (parsed.success) return { value: parsed.data, line };
      const reasons = parsed.error.issues.map((issue) =>
        [issue.path.join('.'), issue.message].filter(Boolean).join(': '),
      );
      throw new ReferenceDataError(file, line, reasons.join('; '));
    });
    if (this.rows.length === 0) throw new ReferenceDataError(file, 0, 'it holds no rows');
  }

  get values(): readonly T[] {
    return this.rows.map((row) => row.value);
  }

  /** @throws ReferenceDataError at the first row that has a reason to be refused. */
  check(objection: (value: T) => string | undefined): this {
    for (const { value, line } of this.rows) {
      const reason = objection(value);
      if (reason !== undefined) throw new ReferenceDataError(this.file, line, reason);
    }
    return this;
  }

  /** @throws ReferenceDataError when two rows share a key; a row may have several. */
  unique(keys: (value: T) => readonly string[]): this {
    const seen = new Map<string, number>();
    for (const { value, line } of this.rows) {
      for (const key of keys(value)) {
        const earlier = seen.get(key);
        if (earlier !== undefined) {
          throw new ReferenceDataError(this.file, line, `"${key}" stands in line ${earlier} already`);
        }
        seen.set(key, line);
      }
    }
    return this;
  }
}

function records(file: string, text: string): { record: unknown; line: number }[] {
  try {
    const parsed = parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true }) as unknown as {
      record: unknown;
      info: { lines: number };
    }[];
    return parsed.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    throw new ReferenceDataError(file, 0, error instanceof Error ? error.message : String(error));
  }
}
