import {
  type FileReference,
  type Grounding,
  type Source,
  type ToolCall,
  type UnmatchedNumber,
  type Usage,
} from '../../session/index.js';

/** Where a figure or a company in the answer comes from. */
export class SourceDto implements Source {
  /**
   * The text refers to the source by this word, as `[s1]`.
   * @example s1
   */
  id!: string;

  /**
   * What was consulted.
   * @example 'CEPII BACI HS22 V202601, mean of 2022 and 2023'
   */
  title!: string;

  /**
   * Who publishes it.
   * @example CEPII
   */
  publisher!: string;

  /**
   * Where it can be looked up.
   * @example https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37
   */
  url!: string;

  /**
   * The period the data is about. An average of years says so.
   * @example 2022–2023 average
   */
  period?: string;

  /**
   * The day the data was published or valid.
   * @example 2026-01-15
   */
  as_of?: string;

  /**
   * When TradeFlow read it.
   * @example 2026-11-22T08:00:00.000Z
   */
  retrieved_at!: string;

  /**
   * The terms under which it may be used.
   * @example Etalab 2.0
   */
  licence?: string;

  /**
   * `verbatim` as published, `derived` computed from it, `secondary` quoted by somebody else.
   * @example derived
   */
  confidence!: 'verbatim' | 'derived' | 'secondary';
}

/** One call of a tool. */
export class ToolCallDto implements ToolCall {
  /**
   * The id of the call, as in the `tool_use` and `tool_result` events.
   * @example call-1
   */
  call_id!: string;

  /**
   * The tool's name.
   * @example query_trade_statistics
   */
  tool!: string;

  /**
   * What it was asked for.
   * @example { "reporter": "CHN", "partner": "USA", "product": "851713", "flow": "X", "years": [2024] }
   */
  arguments!: Record<string, unknown>;

  /**
   * Whether it found what it was asked for.
   * @example true
   */
  ok!: boolean;

  /**
   * What came of it, in one line.
   * @example '3 rows, 2022–2023 average'
   */
  summary!: string;

  /**
   * How long it took, in milliseconds.
   * @example 12
   */
  duration_ms!: number;
}

/** A file of yours. */
export class FileReferenceDto implements FileReference {
  /**
   * The file's id.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  file_id!: string;

  /**
   * The file's name.
   * @example report.xlsx
   */
  name!: string;

  /**
   * The file's type.
   * @example application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
   */
  media_type!: string;

  /**
   * The file's size in bytes.
   * @example 18211
   */
  size!: number;

  /**
   * Where to get it.
   * @example /api/v1/files/0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60/content
   */
  url!: string;
}

/** A number of an answer that no tool returned. */
export class UnmatchedNumberDto implements UnmatchedNumber {
  /**
   * As written, with its currency and unit.
   * @example 512.3亿
   */
  text!: string;

  /**
   * Where it begins in `content`, counted as JavaScript counts (UTF-16 units).
   * @example 118
   */
  offset!: number;
}

/**
 * Which numbers of an answer are found in what the tools returned, or follow from it. Dates, list numbering, references and names with
 * digits are not looked for. It does not say that a number stands in the right place.
 */
export class GroundingDto implements Grounding {
  /**
   * Numbers that were looked for.
   * @example 14
   */
  checked!: number;

  /**
   * Those that a tool returned or the user wrote, rounded or not, or that follow from such.
   * @example 13
   */
  matched!: number;

  /**
   * How many of the matched follow from others: a share, a growth rate, a multiple, a sum, a difference, a mean.
   * @example 2
   */
  derived!: number;

  /** The numbers no tool knows, at most 50: read them with care. */
  unmatched!: UnmatchedNumberDto[];

  static from({ checked, matched, derived, unmatched }: Grounding): GroundingDto {
    return { checked, matched, derived, unmatched: [...unmatched] };
  }
}
/** A file the run made. */
export class ArtifactDto extends FileReferenceDto {}

/** What a run used up. */
export class UsageDto implements Usage {
  /**
   * Tokens read by the model.
   * @example 812
   */
  input_tokens!: number;

  /**
   * Tokens written by the model.
   * @example 340
   */
  output_tokens!: number;

  /**
   * Both together.
   * @example 1152
   */
  total_tokens!: number;

  /**
   * Calls of the model.
   * @example 3
   */
  model_calls!: number;

  /**
   * Calls of tools.
   * @example 2
   */
  tool_calls!: number;
}
