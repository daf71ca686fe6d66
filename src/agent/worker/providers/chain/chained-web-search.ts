import { AppError } from '../../../../common/errors/app-error.js';
import { type Language, type Text } from '../../../../common/i18n/language.js';
import { type SearchHits, WebSearch } from '../web-search.port.js';
import { gapOf, uniqueTexts } from './provider-gap.js';

/** Asks one search after the other until one finds something. */
export class ChainedWebSearch extends WebSearch {
  constructor(private readonly engines: readonly WebSearch[]) {
    super();
  }

  override async search(words: string, language: Language, limit: number, signal: AbortSignal): Promise<SearchHits> {
    const gaps: Text[] = [];
    let answer: SearchHits = { hits: [], coverage: [], gaps: [] };
    for (const engine of this.engines) {
      try {
        answer = await engine.search(words, language, limit, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof AppError)) throw error;
        gaps.push(gapOf(error));
        continue;
      }
      if (answer.hits.length > 0) break;
    }
    return { ...answer, gaps: uniqueTexts([...gaps, ...answer.gaps]) };
  }
}
