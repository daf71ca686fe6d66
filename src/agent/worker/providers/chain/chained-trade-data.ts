import { AppError } from '../../../../common/errors/app-error.js';
import { TradeData, type TradeFacts, type TradeQuery } from '../trade-data.port.js';
import { gapOf, uniqueTexts } from './provider-gap.js';

const NOTHING: TradeFacts = { facts: [], sources: [], coverage: [], gaps: [] };

/**
 * Asks one provider after the other, each only what those before it did not hold. A query is answered by one of them alone, so figures
 * of different origin are never mixed in one list. Who fails is passed over, and the answer says so.
 */
export class ChainedTradeData extends TradeData {
  /** @param providers the best first; the last one must not need the network */
  constructor(private readonly providers: readonly TradeData[]) {
    super();
  }

  override async all(queries: readonly TradeQuery[], signal: AbortSignal): Promise<readonly TradeFacts[]> {
    const answers = queries.map(() => NOTHING);
    for (const provider of this.providers) {
      const open = queries
        .map((query, index) => ({ query, index }))
        .filter(({ index }) => !answers[index]?.facts.length);
      if (open.length === 0) break;
      const found = await this.ask(
        provider,
        open.map(({ query }) => query),
        signal,
      );
      for (const [position, { index }] of open.entries()) {
        const before = answers[index] ?? NOTHING;
        const now = found[position] ?? NOTHING;
        answers[index] = { ...now, gaps: uniqueTexts([...before.gaps, ...now.gaps]) };
      }
    }
    return answers;
  }

  private async ask(provider: TradeData, queries: readonly TradeQuery[], signal: AbortSignal) {
    try {
      return await provider.all(queries, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return queries.map(() => ({ ...NOTHING, gaps: [gapOf(error)] }));
    }
  }
}
