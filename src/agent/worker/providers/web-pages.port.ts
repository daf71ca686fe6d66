import { type Language } from '../../../common/i18n/language.js';

/** A page as it was read. */
export interface WebPage {
  /** After redirects. */
  readonly url: string;
  /** The body as it came, uncompressed; its encoding is named by `contentType` or inside. */
  readonly body: Uint8Array;
  /** The `Content-Type` header; null where there was none. */
  readonly contentType: string | null;
  /** When it was read, RFC 3339. */
  readonly readAt: string;
}

/** Reads pages whose addresses come from users. Nothing of an address may be trusted. */
export abstract class WebPages {
  /**
   * @throws AppError (`FETCH_…`) when the address is not allowed or the page cannot be read; the signal's reason when it was aborted.
   */
  abstract read(url: string, options: { readonly language: Language; readonly signal: AbortSignal }): Promise<WebPage>;
}
