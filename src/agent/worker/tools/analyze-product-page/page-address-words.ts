/** What an address alone says: a guess, never a reading of the page. */
export interface AddressWords {
  /** The shop, by its own name where we know it, else the host. */
  readonly site: string;
  /** Words of the address that may name the product; null where it holds only numbers. */
  readonly words: string | null;
}

/** Shops and marketplaces by the name in their host. */
const SITES: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)walmart\./, 'Walmart'],
  [/(^|\.)amazon\./, 'Amazon'],
  [/(^|\.)1688\.com$/, '1688'],
  [/(^|\.)aliexpress\./, 'AliExpress'],
  [/(^|\.)alibaba\.com$/, 'Alibaba.com'],
  [/(^|\.)made-in-china\.com$/, 'Made-in-China.com'],
  [/(^|\.)globalsources\.com$/, 'Global Sources'],
  [/(^|\.)taobao\.com$/, '淘宝 Taobao'],
  [/(^|\.)tmall\.(com|hk)$/, '天猫 Tmall'],
  [/(^|\.)jd\.(com|hk)$/, '京东 JD.com'],
  [/(^|\.)ebay\./, 'eBay'],
  [/(^|\.)temu\.com$/, 'Temu'],
  [/(^|\.)shein\./, 'SHEIN'],
  [/(^|\.)target\.com$/, 'Target'],
  [/(^|\.)bestbuy\.com$/, 'Best Buy'],
  [/(^|\.)etsy\.com$/, 'Etsy'],
  [/(^|\.)lazada\./, 'Lazada'],
  [/(^|\.)shopee\./, 'Shopee'],
];
/** Parts of addresses that name the kind of page, not what is sold. */
const FURNITURE =
  /^(ip|dp|gp|p|pd|prd|product|products|product-detail|item|items|itm|offer|detail|details|goods|shop|store|catalog|category|html?|aspx?|php|index|www|en|us|cn|zh|showroom)$/i;
const QUERY_NAMES = ['title', 'keyword', 'keywords', 'q', 'k', 'search'];

/** Reads shop and product words from an address. */
export function readAddress(url: string): AddressWords {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return { site: url.slice(0, 100), words: null };
  const { hostname, pathname, searchParams } = new URL(url);
  const site = SITES.find(([host]) => host.test(hostname))?.[1] ?? hostname.replace(/^www\./, '');
  const asked = QUERY_NAMES.map((name) => searchParams.get(name)).find((value) => value);
  const candidates = [...pathname.split('/').map(decode), asked ?? ''].map(wordsOf).filter((words) => words !== '');
  const longest = candidates.toSorted((a, b) => weight(b) - weight(a))[0];
  return { site, words: longest ?? null };
}

/** `Apple-iPhone-15_128GB.html` says `Apple iPhone 15 128GB`; a segment without a word says nothing. */
function wordsOf(segment: string): string {
  const words = segment
    .replace(/\.(html?|aspx?|php)$/i, '')
    .split(/[-_+\s]+/)
    .filter((word) => word !== '' && !/^\d{5,}$/.test(word) && !/^[A-Z0-9]{9,}$/.test(word) && !FURNITURE.test(word));
  const telling = words.some((word) => /\p{Script=Han}{2,}|[a-z]{3,}/iu.test(word));
  return telling ? words.join(' ').slice(0, 160) : '';
}

/** Han characters say as much as three letters. */
function weight(words: string): number {
  return words.length + 2 * (words.match(/\p{Script=Han}/gu)?.length ?? 0);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
