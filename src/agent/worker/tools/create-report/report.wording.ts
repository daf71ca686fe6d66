import { type Text } from '../../../../common/i18n/language.js';

/** What a report says of itself. */
export const WORDS = {
  made: { en: 'Trade report · {date}', zh: '贸易分析报告 · {date}' },
  report: { en: 'Report', zh: '报告' },
  sources: { en: 'Sources', zh: '数据来源' },
  notCovered: { en: 'Not covered by the data', zh: '数据未覆盖的内容' },
  source: { en: 'Source', zh: '来源' },
  period: { en: 'Period', zh: '期间' },
  retrieved: { en: 'read on {date}', zh: '查询于 {date}' },
  licence: { en: 'Licence: {licence}', zh: '许可：{licence}' },
  page: { en: 'Page {page} of {pages}', zh: '第 {page} 页，共 {pages} 页' },
  unverified: {
    en: 'These numbers of the text are in no tool result and were not checked: {figures}.',
    zh: '正文中的以下数字未在工具结果中找到，未经核实：{figures}。',
  },
  publisher: { en: 'Publisher', zh: '发布机构' },
  title: { en: 'Title', zh: '标题' },
  link: { en: 'Link', zh: '链接' },
  asOf: { en: 'As of', zh: '数据日期' },
  read: { en: 'Read on', zh: '查询日期' },
  terms: { en: 'Licence', zh: '许可' },
  confidence: { en: 'Taken over', zh: '引用方式' },
  verbatim: { en: 'as published', zh: '原文' },
  derived: { en: 'computed from it', zh: '推算' },
  secondary: { en: 'quoted by others', zh: '转引' },
  disclaimer: {
    en: 'Figures are those of the sources named; each reporter’s statistics follow its own rules. Made by TradeFlow from the results of its tools.',
    zh: '数据均来自所列来源，各申报方统计口径不同。本报告由 TradeFlow 根据工具查询结果生成。',
  },
} satisfies Record<string, Text>;

/** Why a table or chart cannot be used, for `REPORT_TABLE_INVALID`. */
export const PROBLEMS = {
  rowTooLong: { en: 'a row has more cells than there are columns', zh: '某一行的单元格多于列数' },
  noPeriod: {
    en: 'its figures have no period; give "period" or a column of kind period',
    zh: '数字缺少期间；请提供 period 或 period 类型的列',
  },
  noSource: {
    en: 'its figures have no source; give "source_ids" or a column of kind source',
    zh: '数字缺少来源；请提供 source_ids 或 source 类型的列',
  },
  chartWithoutTable: {
    en: 'a chart is drawn from the table of its section, which has none',
    zh: '所在章节没有可供绘图的表格',
  },
  chartColumns: {
    en: '"label" and "values" must name columns of the table, and the values must be figures',
    zh: 'label 与 values 必须是表格中的列名，且 values 为数字列',
  },
  csvWithoutTable: { en: 'CSV holds tables, and the report has none', zh: 'CSV 只能包含表格，而报告中没有表格' },
  chartUnits: { en: 'all drawn columns must have the same kind and unit', zh: '所绘各列的类型和单位必须一致' },
} satisfies Record<string, Text>;
