import { type Text } from '../../../../common/i18n/language.js';
import { type Screening, ScreeningLists } from '../screening-lists.port.js';

const LISTS_NOT_HELD: Text = {
  en: 'Not screened: sanctions lists are fetched from their publishers, and no live source may be asked here.',
  zh: '未筛查：制裁名单需从发布机构在线获取，而当前未启用在线数据源。',
};

/** Lists change daily: none is part of the repository. */
export class NoScreeningLists extends ScreeningLists {
  override screen(): Promise<Screening> {
    return Promise.resolve({ matches: [], lists: [], coverage: [], gaps: [LISTS_NOT_HELD] });
  }
}
