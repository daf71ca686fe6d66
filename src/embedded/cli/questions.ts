/** What `npm run ask` asks when it is given no question: one for each thing the assistant is for. */
export const EXAMPLE_QUESTIONS = [
  '帮我找这个商品的供应商 https://www.walmart.com/ip/Wireless-Bluetooth-Earbuds/5036195218',
  '查询2024年手机对美国的出口数据',
  '比亚迪电子的出口情况和主要市场',
  '分析富士康科技集团的供应商资质和贸易能力',
  '你好，请介绍TradeFlow的功能',
] as const;
