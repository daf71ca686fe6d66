import { defineErrors } from '../../../../common/errors/error-registry.js';

/**
 * Why a public data provider gave no answer. What the outer world does is no failure of ours, so it is logged quietly; the
 * tools go on with what else they have and say so.
 */
export const ProviderErrors = defineErrors({
  PROVIDER_OFFLINE: {
    status: 503,
    retryable: true,
    logLevel: 'debug',
    title: { en: 'There is no way to the internet', zh: '无法连接互联网' },
    detail: {
      en: '{provider} was not asked, as the internet cannot be reached from here.',
      zh: '当前环境无法连接互联网，未查询 {provider}。',
    },
  },
  PROVIDER_UNREACHABLE: {
    status: 502,
    retryable: true,
    logLevel: 'debug',
    title: { en: 'The data provider could not be reached', zh: '无法连接数据提供方' },
    detail: { en: '{provider} could not be reached. Try again later.', zh: '无法连接 {provider}，请稍后重试。' },
  },
  PROVIDER_TIMED_OUT: {
    status: 504,
    retryable: true,
    logLevel: 'debug',
    title: { en: 'The data provider took too long', zh: '数据提供方响应超时' },
    detail: { en: '{provider} did not answer in time. Try again later.', zh: '{provider} 未及时响应，请稍后重试。' },
  },
  PROVIDER_LIMITED: {
    status: 503,
    retryable: true,
    logLevel: 'debug',
    title: { en: 'The data provider wants fewer requests', zh: '数据提供方限制访问频率' },
    detail: {
      en: '{provider} takes no further request for the moment: its limit is used up. Try again later.',
      zh: '{provider} 的访问额度暂时用尽，请稍后重试。',
    },
  },
  PROVIDER_FAILED: {
    status: 502,
    retryable: true,
    logLevel: 'debug',
    title: { en: 'The data provider has a disturbance', zh: '数据提供方服务异常' },
    detail: {
      en: '{provider} has a disturbance of its own. Try again later.',
      zh: '{provider} 服务异常，请稍后重试。',
    },
  },
  PROVIDER_KEY_REFUSED: {
    status: 502,
    logLevel: 'warn',
    title: { en: 'The data provider refused our key', zh: '数据提供方拒绝了访问密钥' },
    detail: {
      en: '{provider} refused the key it was given. The operator should check it.',
      zh: '{provider} 拒绝了所配置的密钥，请管理员检查。',
    },
  },
  PROVIDER_REQUEST_REFUSED: {
    status: 502,
    logLevel: 'debug',
    title: { en: 'The data provider refused the request', zh: '数据提供方拒绝了该请求' },
    detail: {
      en: '{provider} refused the request with status {status}.',
      zh: '{provider} 拒绝了该请求（状态 {status}）。',
    },
  },
  PROVIDER_ANSWER_INVALID: {
    status: 502,
    retryable: true,
    logLevel: 'warn',
    title: { en: 'The data provider answered something else', zh: '数据提供方返回内容异常' },
    detail: {
      en: '{provider} answered in a form that is not its own; nothing was taken from it.',
      zh: '{provider} 返回的内容格式异常，未采用其数据。',
    },
  },
});
