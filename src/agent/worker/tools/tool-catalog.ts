import { type Providers } from '../providers/providers.types.js';
import { analyzeProductPageTool } from './analyze-product-page/analyze-product-page.tool.js';
import { createReportTool } from './create-report/create-report.tool.js';
import { calculateTool } from './calculate/calculate.tool.js';
import { classifyHsCodeTool } from './classify-hs-code/classify-hs-code.tool.js';
import { compareMarketsTool } from './compare-markets/compare-markets.tool.js';
import { findBuyersTool } from './find-buyers/find-buyers.tool.js';
import { findSuppliersTool } from './find-suppliers/find-suppliers.tool.js';
import { getCompanyProfileTool } from './get-company-profile/get-company-profile.tool.js';
import { getTariffTool } from './get-tariff/get-tariff.tool.js';
import { queryTradeStatisticsTool } from './query-trade-statistics/query-trade-statistics.tool.js';
import { readPageTool } from './read-page/read-page.tool.js';
import { screenSanctionsTool } from './screen-sanctions/screen-sanctions.tool.js';
import { searchWebTool } from './search-web/search-web.tool.js';
import { type Tool } from './tool.js';

/** Everything the agent can do, in the order the model is told of it. A new tool is added here (docs/adding-a-tool.md). */
export function createToolCatalog(providers: Providers): readonly Tool[] {
  return Object.freeze([
    classifyHsCodeTool(providers),
    queryTradeStatisticsTool(providers),
    getCompanyProfileTool(providers),
    findSuppliersTool(providers),
    analyzeProductPageTool(providers),
    screenSanctionsTool(providers),
    getTariffTool(providers),
    compareMarketsTool(providers),
    findBuyersTool(providers),
    calculateTool(),
    createReportTool(),
    searchWebTool(providers),
    readPageTool(providers),
  ]);
}
