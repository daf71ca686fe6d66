import { type Language } from '../../../common/i18n/language.js';
import { type ProviderNotes } from './provider-notes.types.js';

export interface SearchHit {
  readonly title: string;
  readonly url: string;
  /** What the engine quotes of the page; plain text. */
  readonly snippet: string;
  /** When the page says it was published, as the engine tells it; null where it does not. */
  readonly published: string | null;
  /** The licence of the text where it is an open one. */
  readonly licence: string | null;
}

export interface SearchHits extends ProviderNotes {
  /** The best first. */
  readonly hits: readonly SearchHit[];
}

/** Finds public pages by words. What they say is whoever wrote them saying it. */
export abstract class WebSearch {
  abstract search(words: string, language: Language, limit: number, signal: AbortSignal): Promise<SearchHits>;
}
