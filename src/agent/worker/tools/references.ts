import { AppError } from '../../../common/errors/app-error.js';
import { type Language } from '../../../common/i18n/language.js';
import { type Countries } from '../providers/countries/countries.js';
import { type HsNomenclature } from '../providers/nomenclature/hs-nomenclature.js';
import { ALL_GOODS } from '../providers/trade-data.port.js';
import { type Place, type ProductRef } from './finding.types.js';
import { ToolErrors } from './tools.errors.js';

/** A country or code as the reader sees it. */
export function place(countries: Countries, code: string, language: Language): Place {
  return { code, name: countries.name(code, language) };
}

/** @throws AppError COUNTRY_NOT_RECOGNISED */
export function findCountry(countries: Countries, name: string): string {
  const code = countries.find(name);
  if (code === undefined) throw new AppError(ToolErrors.COUNTRY_NOT_RECOGNISED, { params: { name } });
  return code;
}

/** An HS code as the reader sees it. */
export function productRef(nomenclature: HsNomenclature, code: string, language: Language): ProductRef {
  if (code === ALL_GOODS) {
    return { hs_code: code, name: language === 'zh' ? '全部商品' : 'all goods', description: 'All commodities' };
  }
  const entry = nomenclature.entry(code);
  const product = nomenclature.product(code);
  const description = entry?.description ?? code;
  const name = language === 'zh' ? (product?.nameZh ?? entry?.namesZh[0]) : (product?.nameEn ?? entry?.namesEn[0]);
  return { hs_code: code, name: name ?? shortened(description), description };
}

/** The head of a text of the nomenclature: `Motor cars and other motor vehicles; principally designed for …` is named by its first words. */
function shortened(description: string): string {
  return description.split(/;| \(/)[0] ?? description;
}

/** Below this a code is a guess one may offer, not one to look figures up with. */
const LEAST_CERTAINTY = 0.4;

/** The code the words most probably mean; undefined where none is likely enough. */
export function findProduct(nomenclature: HsNomenclature, text: string): string | undefined {
  if (
    /^(total|all goods|all commodities|all products|全部商品|所有商品|全部产品|所有产品|总额|全部)$/i.test(text.trim())
  )
    return ALL_GOODS;
  const [best] = nomenclature.search(text, 1);
  return best !== undefined && best.score >= LEAST_CERTAINTY ? best.code : undefined;
}

/** @throws AppError PRODUCT_NOT_RECOGNISED */
export function requireProduct(nomenclature: HsNomenclature, text: string): string {
  const code = findProduct(nomenclature, text);
  if (code === undefined) throw new AppError(ToolErrors.PRODUCT_NOT_RECOGNISED, { params: { product: text } });
  return code;
}
