import { type Text } from '../../../../common/i18n/language.js';
import { EVERY, TradeData, type TradeFact, type TradeFacts, type TradeQuery, WORLD } from '../trade-data.port.js';
import { type ReferenceSnapshot } from './reference-snapshot.js';

/** The trade figures in the repository: a few hundred chosen ones, mostly averages of 2022 and 2023. */
export class ReferenceTradeData extends TradeData {
  private readonly coverage: Text = {
    en: 'Built-in reference snapshot: CEPII BACI averages of 2022–2023 for exports of China, and selected single-year figures as quoted by their sources. Figures of different sources are not comparable with each other.',
    zh: '内置参考快照：以中国出口为主的 CEPII BACI 2022–2023 年均值，以及部分公开引用的单年数据。不同来源的数字之间不可直接比较。',
  };

  constructor(private readonly snapshot: Pick<ReferenceSnapshot, 'tradeFacts' | 'sources'>) {
    super();
  }

  override all(queries: readonly TradeQuery[]): Promise<readonly TradeFacts[]> {
    const sources = [...this.snapshot.sources.values()];
    return Promise.resolve(
      queries.map((query) => ({
        facts: this.snapshot.tradeFacts.filter((fact) => answers(fact, query)),
        sources,
        coverage: [this.coverage],
        gaps: [],
      })),
    );
  }
}

function answers(fact: TradeFact, query: TradeQuery): boolean {
  const asked = (place: string, wanted: string) => (wanted === EVERY ? place !== WORLD : place === wanted);
  return (
    fact.flow === query.flow &&
    asked(fact.reporter, query.reporter) &&
    asked(fact.partner, query.partner) &&
    fact.hsCodes.every((code) => query.hsCodes.includes(code))
  );
}
