/** How the fake answers one request. */
export type Reply =
  | {
      readonly kind: 'stream';
      /** What stands behind `data: `, one event each. */
      readonly events: readonly unknown[];
      readonly ending: 'end' | 'cut' | 'hang';
      /** Cuts the bytes of the stream into pieces of so many, in the middle of characters too. */
      readonly bytesAPiece?: number;
    }
  | { readonly kind: 'json'; readonly body: unknown }
  | { readonly kind: 'html' }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Takes the request and never answers. */
  | { readonly kind: 'silence' };

type StreamOptions = Partial<Pick<Extract<Reply, { kind: 'stream' }>, 'ending' | 'bytesAPiece'>>;

const ABOUT = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'a-model' };

/** One chunk of the first and only answer. */
export function piece(delta: object, finish_reason: string | null = null): object {
  return { ...ABOUT, choices: [{ index: 0, delta, logprobs: null, finish_reason }], usage: null };
}

/** The report that `stream_options.include_usage` asks for: after the last piece, without any choice. */
export function usageReport(prompt: number, completion: number, reasoning = 0): object {
  return {
    ...ABOUT,
    choices: [],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      completion_tokens_details: { reasoning_tokens: reasoning },
    },
  };
}

/** Events, then the words that end a stream. */
export function streamReply(events: readonly unknown[], options: StreamOptions = {}): Reply {
  return { kind: 'stream', ending: 'end', ...options, events: [...events, '[DONE]'] };
}

/** Events and no more. */
export function unendedReply(events: readonly unknown[], ending: 'end' | 'cut' | 'hang'): Reply {
  return { kind: 'stream', events, ending };
}

export function textReply(pieces: readonly string[], options: StreamOptions & { finish?: string } = {}): Reply {
  const { finish = 'stop', ...rest } = options;
  return streamReply(
    [
      piece({ role: 'assistant', content: '', refusal: null }),
      ...pieces.map((content) => piece({ content })),
      piece({}, finish),
      usageReport(100, pieces.length * 5),
    ],
    rest,
  );
}

/** Calls as OpenAI streams them: name and id first, the arguments in pieces, one call after the other. */
export function callReply(calls: readonly { name: string; args: Record<string, unknown> }[]): Reply {
  const deltas = calls.flatMap(({ name, args }, index) => {
    const text = JSON.stringify(args);
    const half = Math.ceil(text.length / 2);
    return [
      { tool_calls: [{ index, id: `call_${name}_${index}`, type: 'function', function: { name, arguments: '' } }] },
      { tool_calls: [{ index, function: { arguments: text.slice(0, half) } }] },
      { tool_calls: [{ index, function: { arguments: text.slice(half) } }] },
    ];
  });
  return streamReply([
    piece({ role: 'assistant', content: null }),
    ...deltas.map((delta) => piece(delta)),
    piece({}, 'tool_calls'),
    usageReport(100, 12),
  ]);
}

const TYPES: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  400: ['invalid_request_error', null],
  401: ['invalid_request_error', 'invalid_api_key'],
  403: ['invalid_request_error', 'unsupported_country_region_territory'],
  404: ['invalid_request_error', 'model_not_found'],
  429: ['requests', 'rate_limit_exceeded'],
  500: ['server_error', null],
  503: ['server_error', null],
};

export function errorReply(
  status: number,
  {
    message = 'The request failed.',
    code,
    headers,
  }: { message?: string; code?: string; headers?: Record<string, string> } = {},
): Reply {
  const [type, usual] = TYPES[status] ?? ['server_error', null];
  return { kind: 'error', status, headers, body: { error: { message, type, param: null, code: code ?? usual } } };
}

export function overlongReply(): Reply {
  return errorReply(400, {
    code: 'context_length_exceeded',
    message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
  });
}

export const SILENCE: Reply = { kind: 'silence' };
