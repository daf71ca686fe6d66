import { defineErrors } from '../../../common/errors/error-registry.js';

/** What a tool was asked that it cannot make out. The model reads the detail and may ask better. */
export const ToolErrors = defineErrors({
  COUNTRY_NOT_RECOGNISED: {
    status: 422,
    title: { en: 'The country is not recognised', zh: '无法识别国家或地区' },
    detail: {
      en: 'No country is called "{name}". Give its Chinese or English name, or its ISO 3166 code such as USA.',
      zh: '没有名为“{name}”的国家或地区。请使用中文或英文名称，或 ISO 3166 代码（如 USA）。',
    },
  },
  PRODUCT_NOT_RECOGNISED: {
    status: 422,
    title: { en: 'The product is not recognised', zh: '无法识别产品' },
    detail: {
      en: 'No HS code was found for "{product}". Name the goods in other words, or give an HS code of 2, 4 or 6 digits.',
      zh: '未找到“{product}”对应的 HS 编码。请换一种说法，或直接给出 2、4 或 6 位 HS 编码。',
    },
  },
});
