/** The parts of Gemini's REST format (v1beta) that the fake speaks. */

export interface WirePart {
  readonly text?: string;
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly functionCall?: { readonly id?: string; readonly name: string; readonly args: Record<string, unknown> };
  readonly functionResponse?: {
    readonly id?: string;
    readonly name: string;
    readonly response: Record<string, unknown>;
  };
}

export interface WireContent {
  readonly role?: string;
  readonly parts?: readonly WirePart[];
}

/** Cumulative over the chunks of one answer, as Google sends it. */
export interface WireUsage {
  readonly promptTokenCount: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly totalTokenCount: number;
}

/** One `GenerateContentResponse`: the whole answer, or one chunk of a streamed one. */
export interface WireResponse {
  readonly candidates?: readonly {
    readonly content?: WireContent;
    readonly finishReason?: string;
    readonly finishMessage?: string;
    readonly index?: number;
  }[];
  readonly promptFeedback?: { readonly blockReason: string };
  readonly usageMetadata?: WireUsage;
  readonly modelVersion?: string;
}

/** Google's error body (google.rpc.Status). */
export interface WireError {
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly status: string;
    readonly details?: readonly Record<string, unknown>[];
  };
}

/** The body of a request, as far as tests look at it. */
export interface WireRequestBody {
  readonly contents: readonly WireContent[];
  readonly systemInstruction?: WireContent;
  readonly tools?: readonly {
    readonly functionDeclarations?: readonly { readonly name: string; readonly parameters?: unknown }[];
  }[];
  readonly generationConfig?: { readonly thinkingConfig?: { readonly includeThoughts?: boolean } };
}
