import { z } from 'zod';
import { timestamp } from '../../../../common/clock.js';
import { type ProviderClient } from '../http/provider-client.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { PageReader, type ReadablePage } from '../page-reader.port.js';
import { JINA_READER_URL, readerPolicy } from './jina.policy.js';

const readerAnswer = z.object({
  data: z.object({
    title: z.string().nullish(),
    url: z.string(),
    content: z.string().nullish(),
    publishedTime: z.string().nullish(),
    metadata: z.record(z.string(), z.unknown()).nullish(),
  }),
});

export interface JinaPageReaderOptions {
  readonly key: string | undefined;
  /** Whether that address may be told to somebody else. */
  readonly mayTell: (url: string) => boolean;
  readonly baseUrl?: string;
}

/** Reads pages through Jina, which opens them in a browser of its own. */
export class JinaPageReader extends PageReader {
  private readonly client: ProviderClient;

  constructor(
    http: ProviderHttp,
    private readonly options: JinaPageReaderOptions,
  ) {
    super();
    this.client = http.client(readerPolicy(options.key !== undefined));
  }

  override async read(url: string, signal: AbortSignal): Promise<ReadablePage | undefined> {
    if (!this.options.mayTell(url)) return undefined;
    const { key, baseUrl = JINA_READER_URL } = this.options;
    const headers = { 'x-timeout': '12', dnt: '1', ...(key !== undefined && { authorization: `Bearer ${key}` }) };
    // The whole address, as it is, after the slash; a fragment would be lost on the way anyhow.
    const answer = await this.client.json({ url: `${baseUrl}/${url.split('#')[0]}`, headers, signal }, readerAnswer);
    if (!answer) return undefined;
    const { title, url: address, content, publishedTime, metadata } = answer.data;
    const meta = Object.entries(metadata ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return {
      url: address,
      title: title ?? '',
      text: content ?? '',
      meta: Object.fromEntries(meta),
      published: publishedTime ?? null,
      readAt: timestamp(),
      reader: 'Jina Reader',
    };
  }
}
