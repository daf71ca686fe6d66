import { type Text } from '../../../../common/i18n/language.js';
import { CountryIndicators, type IndicatorValues } from '../country-indicators.port.js';
import { PageReader } from '../page-reader.port.js';
import { type Screening, ScreeningLists } from '../screening-lists.port.js';
import { type Buyers, ShipmentRecords } from '../shipment-records.port.js';
import { type TariffRates, Tariffs } from '../tariffs.port.js';
import { type SearchHits, WebSearch } from '../web-search.port.js';

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

const TARIFFS_NOT_HELD: Text = {
  en: 'Tariffs are looked up live, and no live source may be asked here; see the importing country’s tariff schedule.',
  zh: '关税需在线查询，而当前未启用在线数据源；请查阅进口国关税税则。',
};

/** Rates of duty change too often to be part of the repository. */
export class NoTariffs extends Tariffs {
  override rates(): Promise<TariffRates> {
    return Promise.resolve({ rates: [], sources: [], coverage: [], gaps: [TARIFFS_NOT_HELD] });
  }
}

const NO_SEARCH: Text = {
  en: 'The web is searched live, and no live source may be asked here.',
  zh: '网页搜索需要联网，而当前未启用在线数据源。',
};

/** There is no web without a network. */
export class NoWebSearch extends WebSearch {
  override search(): Promise<SearchHits> {
    return Promise.resolve({ hits: [], coverage: [], gaps: [NO_SEARCH] });
  }
}

/** Nobody reads pages for us. */
export class NoPageReader extends PageReader {
  override read(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

/** General indicators of countries are not part of the repository; a comparison does without them. */
export class NoIndicators extends CountryIndicators {
  override of(): Promise<IndicatorValues> {
    return Promise.resolve({ values: [], sources: [], coverage: [], gaps: [] });
  }
}

const NO_RECORDS: Text = {
  en: 'Buyers by name need a paid service of customs shipment records, and none is configured (TENDATA_API_KEY).',
  zh: '按名称查找买家需要付费的海关提单数据服务，当前未配置（TENDATA_API_KEY）。',
};

/** Customs publish no buyers by name. */
export class NoShipmentRecords extends ShipmentRecords {
  override buyers(): Promise<Buyers> {
    return Promise.resolve({ buyers: [], sources: [], coverage: [], gaps: [NO_RECORDS] });
  }
}
