import { defineErrors } from '../common/errors/error-registry.js';

/**
 * Failures of the language model behind the agent. They stand outside `worker/` because the API tells them too:
 * a failed run's record and its `error` event carry these codes.
 */
export const AgentModelErrors = defineErrors({
  MODEL_RATE_LIMITED: {
    status: 429,
    retryable: true,
    logLevel: 'warn',
    title: { en: 'The language model is rate limited', zh: '语言模型请求过于频繁' },
    detail: {
      en: 'The model provider accepts no more requests right now. Ask again in a minute.',
      zh: '模型服务商暂时不再接受请求，请一分钟后重试。',
    },
  },
  MODEL_OVERLOADED: {
    status: 503,
    retryable: true,
    logLevel: 'warn',
    title: { en: 'The language model is overloaded', zh: '语言模型繁忙' },
    detail: {
      en: 'The model provider is overloaded or failed. Ask again in a moment.',
      zh: '模型服务商繁忙或出现故障，请稍后重试。',
    },
  },
  MODEL_UNAVAILABLE: {
    status: 503,
    retryable: true,
    title: { en: 'The language model cannot be reached', zh: '无法连接语言模型' },
    detail: {
      en: 'The connection to the model provider failed or broke off. Ask again; if it stays so, the operator checks the network and GOOGLE_ADK_BASE_URL or OPENAI_BASE_URL.',
      zh: '与模型服务商的连接失败或中断。请重试；如持续出现，请管理员检查网络以及 GOOGLE_ADK_BASE_URL 或 OPENAI_BASE_URL。',
    },
  },
  MODEL_UNAUTHORIZED: {
    status: 502,
    title: { en: 'The language model refused our key', zh: '语言模型拒绝了我们的密钥' },
    detail: {
      en: 'The operator has to set a GOOGLE_ADK_API_KEY or OPENAI_API_KEY that is valid and allowed to use the configured model.',
      zh: '请管理员设置有效且有权使用所配置模型的 GOOGLE_ADK_API_KEY 或 OPENAI_API_KEY。',
    },
  },
  MODEL_NOT_FOUND: {
    status: 502,
    title: { en: 'The configured language model does not exist', zh: '所配置的语言模型不存在' },
    detail: {
      en: 'The operator has to set AGENT_MODEL to a model the provider offers.',
      zh: '请管理员将 AGENT_MODEL 设置为服务商提供的模型。',
    },
  },
  MODEL_INVALID_REQUEST: {
    status: 502,
    title: { en: 'The language model did not accept the request', zh: '语言模型不接受该请求' },
    detail: {
      en: 'Word the question differently or start a new conversation. If it happens again, tell support the run_id.',
      zh: '请换一种说法或新建会话后重试；如仍失败，请将 run_id 告知技术支持。',
    },
  },
  MODEL_INVALID_RESPONSE: {
    status: 502,
    retryable: true,
    logLevel: 'warn',
    title: { en: 'The language model gave no usable answer', zh: '语言模型未给出可用的回答' },
    detail: {
      en: 'The model answered with nothing, or called a tool wrongly. Ask again.',
      zh: '模型返回了空内容或错误地调用了工具，请重试。',
    },
  },
  MODEL_BLOCKED: {
    status: 422,
    logLevel: 'warn',
    title: { en: 'The language model declined for safety reasons', zh: '语言模型因安全策略拒绝回答' },
    detail: {
      en: 'The safety filter of the model provider blocked the question or its answer ({reason}). Word the question differently.',
      zh: '模型服务商的安全过滤拦截了问题或回答（{reason}），请换一种说法。',
    },
  },
  MODEL_ANSWER_TOO_LONG: {
    status: 422,
    logLevel: 'warn',
    title: { en: 'The answer would be too long', zh: '回答过长' },
    detail: {
      en: 'The model stopped at its length limit. Ask for less at once: fewer countries, products or years.',
      zh: '模型达到输出长度上限。请缩小问题范围：减少国家、产品或年份。',
    },
  },
  CONTEXT_TOO_LARGE: {
    status: 422,
    logLevel: 'warn',
    title: { en: 'The conversation is too long for the language model', zh: '会话内容超出语言模型的长度上限' },
    detail: {
      en: 'Start a new conversation, or send a shorter message.',
      zh: '请新建会话，或发送更短的消息。',
    },
  },
  MODEL_CALL_LIMIT: {
    status: 422,
    logLevel: 'warn',
    title: { en: 'The question needed too many steps', zh: '问题所需步骤过多' },
    detail: {
      en: 'The agent stopped after {limit} model calls without an answer. Split the question into smaller ones.',
      zh: '智能体在 {limit} 次模型调用后仍未得出答案，请将问题拆分后再提问。',
    },
  },
});
