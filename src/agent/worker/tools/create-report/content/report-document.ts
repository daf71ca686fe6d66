import { type Language } from '../../../../../common/i18n/language.js';
import { type Source } from '../../../../../session/index.js';

/** A report with everything checked and numbered: what every format is made from. Plain data, as it is sent to a thread. */
export interface ReportDocument {
  readonly title: string;
  readonly language: Language;
  /** The day it was made, RFC 3339 full-date. */
  readonly date: string;
  readonly sections: readonly ReportSection[];
  /** The first is `[1]` in all texts and tables. */
  readonly sources: readonly Source[];
  /** What the data does not cover, one sentence each. */
  readonly notCovered: readonly string[];
  /** What was not found in any tool result, one sentence; empty as a rule. It is part of `notCovered`, too. */
  readonly unverified: readonly string[];
}

export interface ReportSection {
  readonly heading: string;
  readonly text: readonly TextBlock[];
  readonly table: ReportTable | null;
  readonly chart: ReportChart | null;
}

export interface TextBlock {
  readonly kind: 'paragraph' | 'item';
  readonly spans: readonly TextSpan[];
}

export interface TextSpan {
  readonly text: string;
  readonly bold: boolean;
}

export type ColumnKind = 'text' | 'number' | 'ratio' | 'percent' | 'period' | 'source';

export interface ReportColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Null where the kind says it all. */
  readonly unit: string | null;
}

/** A figure as its source gives it, a word, or nothing held. */
export type Cell = number | string | null;

export interface ReportTable {
  readonly title: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** What all figures are of; null where a column says it. */
  readonly period: string | null;
  /** Numbers of the sources of the whole table; empty where a column names them. */
  readonly sources: readonly number[];
}

export interface ReportChart {
  readonly kind: 'bar' | 'column' | 'line';
  readonly title: string;
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** How the values are written. */
  readonly measure: Pick<ReportColumn, 'kind' | 'unit'>;
}

/** Whether a column holds figures. */
export function isFigures({ kind }: Pick<ReportColumn, 'kind'>): boolean {
  return kind === 'number' || kind === 'ratio' || kind === 'percent';
}
