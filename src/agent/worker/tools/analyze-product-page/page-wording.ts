import { type Text } from '../../../../common/i18n/language.js';
import { type FieldOrigin, type PageFieldName } from './analyze-product-page.types.js';

export const FIELD_LABELS: Readonly<Record<PageFieldName, Text>> = {
  name: { en: 'Product name', zh: '产品名称' },
  brand: { en: 'Brand', zh: '品牌' },
  manufacturer: { en: 'Manufacturer', zh: '制造商' },
  seller: { en: 'Seller', zh: '卖家' },
  model: { en: 'Model', zh: '型号' },
  sku: { en: 'SKU', zh: 'SKU' },
  mpn: { en: 'Manufacturer part number', zh: '制造商零件号' },
  gtin: { en: 'GTIN', zh: '商品条码 GTIN' },
  category: { en: 'Category', zh: '类目' },
  material: { en: 'Material', zh: '材质' },
  color: { en: 'Colour', zh: '颜色' },
  weight: { en: 'Weight', zh: '重量' },
  country_of_origin: { en: 'Country of origin (as stated)', zh: '原产地（页面标注）' },
  price: { en: 'Price', zh: '价格' },
  availability: { en: 'Availability', zh: '库存状态' },
  rating: { en: 'Rating', zh: '评分' },
  description: { en: 'Description', zh: '描述' },
  image: { en: 'Image', zh: '图片' },
  attribute: { en: 'Attribute', zh: '属性' },
};

export const ORIGIN_LABELS: Readonly<Record<FieldOrigin, Text>> = {
  'json-ld': { en: 'JSON-LD', zh: 'JSON-LD' },
  embedded: { en: 'data embedded in the page', zh: '页面内嵌数据' },
  microdata: { en: 'microdata', zh: 'microdata' },
  opengraph: { en: 'OpenGraph', zh: 'OpenGraph' },
  reader: { en: 'text read through a reader service', zh: '通过阅读服务读取的文本' },
  title: { en: 'title', zh: '页面标题' },
  url: { en: 'address only', zh: '仅网址' },
};

export const PAGE_TEXTS = {
  read: { en: '{site}: {count} fields read ({origins})', zh: '{site}：读取到 {count} 个字段（{origins}）' },
  notRead: { en: '{site}: the page was not read', zh: '{site}：未能读取网页' },
  coverage: {
    en: 'What the page itself says of its product at the time of reading; the seller’s word, not a checked fact.',
    zh: '读取时网页自身标注的产品信息，为卖家陈述，未经核实。',
  },
  through: {
    en: 'The site did not let us in; the page was read through {reader}, without its structured data.',
    zh: '网站未允许直接访问，网页通过 {reader} 读取，不含结构化数据。',
  },
  addressOnly: {
    en: 'The address alone: the page itself was not read.',
    zh: '仅依据网址本身，未读取网页内容。',
  },
  notReached: { en: 'The page could not be read: {reason}', zh: '未能读取该网页：{reason}' },
  guessed: {
    en: 'The product words "{words}" were taken from the address and may be wrong.',
    zh: '产品名称“{words}”取自网址，可能不准确。',
  },
  noWords: {
    en: 'The address does not name the product; ask the user for the product name or the text of the page.',
    zh: '网址中没有产品名称，请提供产品名称或网页文字内容。',
  },
  notStated: { en: 'Not stated on the page: {fields}.', zh: '页面未标注：{fields}。' },
  addressSource: { en: 'Address given by the user ({site})', zh: '用户提供的网址（{site}）' },
} satisfies Record<string, Text>;
