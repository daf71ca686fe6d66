import { defineErrors } from '../../../../common/errors/error-registry.js';

/** What keeps a report from being made. The model reads the detail and asks better. */
export const ReportErrors = defineErrors({
  REPORT_SOURCE_UNKNOWN: {
    status: 422,
    title: { en: 'The report names a source nobody gave', zh: '报告引用了不存在的来源' },
    detail: {
      en: 'No tool result of this conversation has the source {ids}. Use the source_id that stands beside the figure.',
      zh: '本会话的工具结果中没有来源 {ids}。请使用数字旁边的 source_id。',
    },
  },
  REPORT_FIGURE_UNKNOWN: {
    status: 422,
    title: { en: 'The report holds a figure nobody gave', zh: '报告包含无依据的数字' },
    detail: {
      en: 'No tool result of this conversation has these figures of the table "{table}": {figures}. Leave them out, or look them up first.',
      zh: '本会话的工具结果中没有表格“{table}”中的这些数字：{figures}。请删除，或先用工具查询。',
    },
  },
  REPORT_TABLE_INVALID: {
    status: 422,
    title: { en: 'A table of the report cannot be used', zh: '报告中的表格无法使用' },
    detail: {
      en: 'The table or chart "{table}": {problem}.',
      zh: '表格或图表“{table}”有误：{problem}。',
    },
  },
  REPORT_TOO_LARGE: {
    status: 422,
    title: { en: 'The report is too large', zh: '报告过大' },
    detail: {
      en: 'A report holds at most {most} cells in all its tables. Leave out rows that matter less.',
      zh: '一份报告的表格合计最多 {most} 个单元格，请删去次要的行。',
    },
  },
  REPORT_NOT_RENDERED: {
    status: 500,
    retryable: true,
    logLevel: 'error',
    title: { en: 'The report could not be made', zh: '报告生成失败' },
    detail: {
      en: 'The report could not be made in time. Try again, with fewer rows or in another format.',
      zh: '未能在规定时间内生成报告，请减少行数、换一种格式或稍后重试。',
    },
  },
});
