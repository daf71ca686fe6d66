import { defineErrors } from '../../common/errors/error-registry.js';

/** Refusals of one who comes too often. */
export const RateLimitErrors = defineErrors({
  RATE_LIMITED: {
    status: 429,
    retryable: true,
    title: { en: 'Too many requests', zh: '请求过于频繁' },
    detail: {
      en: 'Wait {seconds} seconds and send the request again. The header RateLimit tells how many are left.',
      zh: '请等待 {seconds} 秒后重试。响应头 RateLimit 会说明剩余次数。',
    },
  },
  LOGIN_LOCKED: {
    status: 429,
    retryable: true,
    title: { en: 'Too many wrong passwords', zh: '密码错误次数过多' },
    detail: {
      en: 'Wait {seconds} seconds and try again, or reset the password. Each further wrong password doubles the wait.',
      zh: '请等待 {seconds} 秒后重试，或重置密码。每再输错一次，等待时间加倍。',
    },
  },
});
