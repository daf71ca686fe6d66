import { type Text } from '../../common/i18n/language.js';

/** The words around an answer, in the language of the question. */
export const LABELS = {
  queued: { en: 'waiting, {position} ahead', zh: '排队中，前面还有 {position} 个' },
  answer: { en: 'Answer', zh: '回答' },
  sources: { en: 'Sources', zh: '来源' },
  furtherSources: { en: 'Further sources', zh: '其他来源' },
  retry: { en: 'attempt {attempt}: what came before is void', zh: '第 {attempt} 次尝试：之前的内容作废' },
  failed: { en: 'failed', zh: '失败' },
  cancelled: { en: 'cancelled', zh: '已取消' },
  cached: { en: 'from the cache', zh: '来自缓存' },
  usage: {
    en: '{total} tokens ({input} in, {output} out), model calls {models}, tool calls {tools}',
    zh: '{total} 个 token（输入 {input}，输出 {output}），模型调用 {models} 次，工具调用 {tools} 次',
  },
  duration: { en: '{seconds} s', zh: '用时 {seconds} 秒' },
  run: { en: 'run {id}', zh: '运行 {id}' },
} as const satisfies Record<string, Text>;
