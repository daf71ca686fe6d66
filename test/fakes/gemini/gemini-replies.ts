import { type WireError, type WirePart, type WireResponse, type WireUsage } from './gemini-wire.js';

/** How the fake answers one request. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly chunks: readonly WireResponse[];
      /** What happens after the last chunk: a good end, a connection that breaks, or one that stays open without a word. */
      readonly ending: 'end' | 'cut' | 'hang';
      /** Pause before each chunk but the first, in milliseconds. */
      readonly pauseMs: number;
      /** Where the answer stops, and what it waits for before it goes on. */
      readonly hold?: { readonly before: number; readonly until: () => Promise<unknown> };
    }
  | { readonly kind: 'error'; readonly body: WireError }
  /** Takes the request and never answers. */
  | { readonly kind: 'silence' };

type Options = Partial<Pick<Extract<Reply, { kind: 'answer' }>, 'ending' | 'pauseMs' | 'hold'>>;

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

export function usage(prompt: number, candidates: number, thoughts = 0): WireUsage {
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: candidates,
    ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
    totalTokenCount: prompt + candidates + thoughts,
  };
}

export function chunk(parts: readonly WirePart[], usageMetadata: WireUsage, finishReason?: string): WireResponse {
  return {
    candidates: [{ content: { role: 'model', parts }, index: 0, ...(finishReason !== undefined && { finishReason }) }],
    usageMetadata,
    modelVersion: 'gemini-2.5-flash',
  };
}

export function answer(chunks: readonly WireResponse[], { ending = 'end', pauseMs = 0, hold }: Options = {}): Reply {
  return { kind: 'answer', chunks, ending, pauseMs, hold };
}

/** A streamed text, one chunk a piece; usage grows with every chunk as Google's does. */
export function textReply(
  pieces: readonly string[],
  options: Options & { prompt?: number; unfinished?: boolean } = {},
): Reply {
  const prompt = options.prompt ?? 100;
  const chunks = pieces.map((text, index) => {
    const last = index === pieces.length - 1 && options.unfinished !== true;
    return chunk([{ text }], usage(prompt, (index + 1) * 5), last ? 'STOP' : undefined);
  });
  return answer(chunks, options);
}

/** A call of one or more functions, with the signature Gemini 2.5 sends beside the first; then the empty chunk that ends it. */
export function callReply(calls: readonly { name: string; args: Record<string, unknown> }[], prompt = 100): Reply {
  const parts = calls.map((functionCall, index): WirePart => ({
    functionCall,
    ...(index === 0 && { thoughtSignature: 'c2lnbmF0dXJl' }),
  }));
  return answer([chunk(parts, usage(prompt, 12)), chunk([{ text: '' }], usage(prompt, 12), 'STOP')]);
}

/** `promptFeedback`: the prompt was refused before anything was written. */
export function blockedPromptReply(blockReason = 'PROHIBITED_CONTENT'): Reply {
  return answer([
    {
      promptFeedback: { blockReason },
      usageMetadata: { promptTokenCount: 100, totalTokenCount: 100 },
      modelVersion: 'gemini-2.5-flash',
    },
  ]);
}

/** The answer is broken off for what it says. */
export function unsafeReply(text: string, finishReason = 'SAFETY'): Reply {
  return answer([
    chunk([{ text }], usage(100, 5)),
    { candidates: [{ finishReason, index: 0 }], usageMetadata: usage(100, 5), modelVersion: 'gemini-2.5-flash' },
  ]);
}

export function errorReply(
  code: number,
  message = 'The request failed.',
  details?: readonly Record<string, unknown>[],
): Reply {
  return {
    kind: 'error',
    body: { error: { code, message, status: STATUS_WORDS[code] ?? 'UNKNOWN', ...(details && { details }) } },
  };
}

/** 429 as Google words it, with the time after which a retry makes sense. */
export function rateLimitReply(retryDelay: string): Reply {
  return errorReply(429, 'You exceeded your current quota, please check your plan and billing details.', [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [{ quotaMetric: 'generativelanguage.googleapis.com/generate_content_requests' }],
    },
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
  ]);
}

/** 400 as Google answers a key it does not know. */
export function badKeyReply(): Reply {
  return errorReply(400, 'API key not valid. Please pass a valid API key.', [
    { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' },
  ]);
}

export const SILENCE: Reply = { kind: 'silence' };
