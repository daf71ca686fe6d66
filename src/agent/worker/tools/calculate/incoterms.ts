import { type Text } from '../../../../common/i18n/language.js';

/** Who does what under a rule of Incoterms 2020, in our words: the rules' own text is the ICC's. */
export interface Incoterm {
  readonly rule: string;
  readonly name: string;
  /** `any` transport, or by `sea` and inland waterway only. */
  readonly transport: 'any' | 'sea';
  readonly exportClearance: Party;
  readonly mainCarriage: Party;
  /** Who must insure; null where nobody must. */
  readonly insurance: Party | null;
  readonly importClearance: Party;
  /** Where the risk passes to the buyer. */
  readonly riskPasses: Text;
}

type Party = 'seller' | 'buyer';

const rule = (
  code: string,
  name: string,
  transport: Incoterm['transport'],
  [exportClearance, mainCarriage, insurance, importClearance]: readonly [Party, Party, Party | null, Party],
  riskPasses: Text,
): Incoterm => ({ rule: code, name, transport, exportClearance, mainCarriage, insurance, importClearance, riskPasses });

const AT_CARRIER: Text = { en: 'when handed over to the first carrier', zh: '货交第一承运人时' };
const ON_BOARD: Text = { en: 'when on board the vessel at the port of shipment', zh: '在装运港装上船时' };

export const INCOTERMS: readonly Incoterm[] = [
  rule('EXW', 'Ex Works', 'any', ['buyer', 'buyer', null, 'buyer'], {
    en: 'when placed at the buyer’s disposal at the seller’s place, not loaded',
    zh: '在卖方处所交由买方处置时（未装车）',
  }),
  rule('FCA', 'Free Carrier', 'any', ['seller', 'buyer', null, 'buyer'], {
    en: 'when handed over to the carrier the buyer named',
    zh: '货交买方指定的承运人时',
  }),
  rule('CPT', 'Carriage Paid To', 'any', ['seller', 'seller', null, 'buyer'], AT_CARRIER),
  rule('CIP', 'Carriage and Insurance Paid To', 'any', ['seller', 'seller', 'seller', 'buyer'], AT_CARRIER),
  rule('DAP', 'Delivered at Place', 'any', ['seller', 'seller', null, 'buyer'], {
    en: 'at the named place, ready for unloading',
    zh: '在指定目的地、可供卸货时',
  }),
  rule('DPU', 'Delivered at Place Unloaded', 'any', ['seller', 'seller', null, 'buyer'], {
    en: 'at the named place, after unloading',
    zh: '在指定目的地卸货后',
  }),
  rule('DDP', 'Delivered Duty Paid', 'any', ['seller', 'seller', null, 'seller'], {
    en: 'at the named place, ready for unloading, cleared for import',
    zh: '在指定目的地、已办理进口清关、可供卸货时',
  }),
  rule('FAS', 'Free Alongside Ship', 'sea', ['seller', 'buyer', null, 'buyer'], {
    en: 'when alongside the vessel at the port of shipment',
    zh: '在装运港船边交货时',
  }),
  rule('FOB', 'Free On Board', 'sea', ['seller', 'buyer', null, 'buyer'], ON_BOARD),
  rule('CFR', 'Cost and Freight', 'sea', ['seller', 'seller', null, 'buyer'], ON_BOARD),
  rule('CIF', 'Cost, Insurance and Freight', 'sea', ['seller', 'seller', 'seller', 'buyer'], ON_BOARD),
];
