import { defineErrors } from '../../../../common/errors/error-registry.js';

/** Failures of a tool call that no tool has a word for. The model reads them; a run does not fail of them. */
export const ToolCallErrors = defineErrors({
  TOOL_ARGUMENTS_INVALID: {
    status: 422,
    title: { en: 'The tool was called with wrong arguments', zh: '工具调用参数有误' },
    detail: {
      en: 'Call the tool again with corrected arguments: {issues}.',
      zh: '请修正参数后重新调用该工具：{issues}。',
    },
  },
});
