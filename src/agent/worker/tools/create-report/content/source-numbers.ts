import { AppError } from '../../../../../common/errors/app-error.js';
import { type Source } from '../../../../../session/index.js';
import { ReportErrors } from '../report.errors.js';

/** Numbers the sources of a report from 1, in the order they are first named. */
export class SourceNumbers {
  private readonly known: ReadonlyMap<string, Source>;
  private readonly used = new Map<string, number>();

  /** @param sources those of all tool results the model can see */
  constructor(sources: readonly Source[]) {
    this.known = new Map(sources.map((source) => [source.id, source]));
  }

  /** @throws AppError REPORT_SOURCE_UNKNOWN */
  of(id: string): number {
    if (!this.known.has(id)) throw new AppError(ReportErrors.REPORT_SOURCE_UNKNOWN, { params: { ids: id } });
    const number = this.used.get(id) ?? this.used.size + 1;
    this.used.set(id, number);
    return number;
  }

  /** The text with `[s7]` as `[2]`, and `[s7, s9]` as `[2][3]`. */
  cite(text: string): string {
    return text.replace(/\[(s\d+(?:\s*[,，、;]\s*s\d+)*)\]/g, (_, ids: string) => this.cell(ids));
  }

  /** A cell of ids, however they are written: `s1, s3` is `[1][3]`. */
  cell(text: string): string {
    const ids = text.match(/[A-Za-z][\w-]*/g) ?? [];
    return ids.map((id) => `[${this.of(id)}]`).join('');
  }

  /** The sources that were named, in the order of their numbers. */
  list(): Source[] {
    return [...this.used.keys()].map((id) => this.known.get(id)!);
  }
}
