import { defineErrors } from '../../common/errors/error-registry.js';

export const UsageErrors = defineErrors({
  RUN_QUOTA_EXCEEDED: {
    status: 429,
    retryable: true,
    title: { en: 'The questions of today are used up', zh: '今日提问次数已用完' },
    detail: {
      en: 'You may ask {limit} questions a day. The count begins anew at 00:00 UTC; GET /api/v1/agent/usage shows it.',
      zh: '您每天可提问 {limit} 次，额度于 UTC 时间 00:00 重置。可通过 GET /api/v1/agent/usage 查看用量。',
    },
  },
  TOKEN_QUOTA_EXCEEDED: {
    status: 429,
    retryable: true,
    title: { en: 'The tokens of today are used up', zh: '今日词元额度已用完' },
    detail: {
      en: 'You may use {limit} tokens a day. The count begins anew at 00:00 UTC; GET /api/v1/agent/usage shows it.',
      zh: '您每天可使用 {limit} 个词元，额度于 UTC 时间 00:00 重置。可通过 GET /api/v1/agent/usage 查看用量。',
    },
  },
  TOKEN_QUOTA_RESERVED: {
    status: 429,
    retryable: true,
    title: { en: 'The rest of today’s tokens is set aside', zh: '今日剩余词元额度已被预留' },
    detail: {
      en: 'What is left of your {limit} tokens a day is set aside for questions that are not answered yet. Ask again when one of them is.',
      zh: '您每天 {limit} 个词元的剩余额度已为尚未回答完的问题预留，请待其中一个回答完成后再提问。',
    },
  },
  INVALID_USAGE_PERIOD: {
    status: 422,
    title: { en: 'The period is not valid', zh: '时间范围无效' },
    detail: {
      en: 'Send from and to as days such as 2026-11-01, from not after to, and no more than {days} days.',
      zh: '请以 2026-11-01 的格式发送 from 和 to，from 不得晚于 to，且不超过 {days} 天。',
    },
  },
});
