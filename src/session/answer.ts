/**
 * The parts of an answer as they are stored, streamed and served: one shape everywhere, so nothing is mapped on the way.
 * That is why these fields are in the snake_case of the HTTP contract.
 */

/** Where a figure or a company comes from. Every number in an answer has one. */
export interface Source {
  /** Short stable id within an answer, such as `s1`; the text refers to it as `[s1]`. */
  readonly id: string;
  /** What was consulted, e.g. `CEPII BACI HS22 V202601, mean of 2022 and 2023`. */
  readonly title: string;
  /** Who publishes it, e.g. `CEPII`. */
  readonly publisher: string;
  readonly url: string;
  /** The period the data is about: a year, a month, or a range that is an average and says so. */
  readonly period?: string;
  /** The day the data was published or valid, RFC 3339 full-date, where known. */
  readonly as_of?: string;
  /** When TradeFlow read it, RFC 3339. */
  readonly retrieved_at: string;
  readonly licence?: string;
  /** `verbatim`: quoted as published. `derived`: computed from it. `secondary`: quoted by somebody else. */
  readonly confidence: 'verbatim' | 'derived' | 'secondary';
}

/** One call of a tool and what came of it, as shown to the user. */
export interface ToolCall {
  readonly call_id: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly ok: boolean;
  readonly summary: string;
  readonly duration_ms: number;
}

/** A file of the user, as it is told of. */
export interface FileReference {
  readonly file_id: string;
  readonly name: string;
  readonly media_type: string;
  /** Bytes. */
  readonly size: number;
  /** A path of the API that never expires. */
  readonly url: string;
}

/** A file the run made. */
export type Artifact = FileReference;

/** What a run used up. Tokens are the model provider's count; the built-in model counts words and characters. */
export interface Usage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly total_tokens: number;
  readonly model_calls: number;
  readonly tool_calls: number;
}

export const NO_USAGE: Usage = Object.freeze({
  input_tokens: 0,
  output_tokens: 0,
  total_tokens: 0,
  model_calls: 0,
  tool_calls: 0,
});

/**
 * Which numbers of an answer are found in what tools returned. Dates, the numbering of lists, references and names with digits are
 * not looked for.
 */
export interface Grounding {
  /** Numbers that were looked for. */
  readonly checked: number;
  /** Those that a tool returned, or the user wrote, rounded or not; or that follow from such. */
  readonly matched: number;
  /** How many of the matched follow from others: a share, a growth rate, a multiple, a sum, a difference, a mean. */
  readonly derived: number;
  /** Those no tool knows: read them with care. The first fifty. */
  readonly unmatched: readonly UnmatchedNumber[];
}

/** A number of an answer that no tool returned. */
export interface UnmatchedNumber {
  /** As written, with its unit. */
  readonly text: string;
  /** Where it begins in the answer's content, in UTF-16 units as JavaScript counts. */
  readonly offset: number;
}

/** A finished answer. */
export interface Answer {
  readonly content: string;
  readonly language: 'zh' | 'en';
  readonly sources: readonly Source[];
  readonly tool_calls: readonly ToolCall[];
  readonly artifacts: readonly Artifact[];
  readonly usage: Usage;
  /** Missing where nobody looked: an answer that broke off, or one of before this was done. */
  readonly grounding?: Grounding;
  /** The model that wrote it, e.g. `gemini-2.5-flash` or `analyst`. */
  readonly model: string;
}
