import { defineErrors } from '../common/errors/error-registry.js';

/** What can go wrong with who one is and what one may do. */
export const AuthErrors = defineErrors({
  AUTHENTICATION_REQUIRED: {
    status: 401,
    title: { en: 'Authentication is required', zh: '需要登录' },
    detail: {
      en: 'Send the header "Authorization: Bearer <access_token>"; POST /api/v1/auth/login gives the token.',
      zh: '请发送请求头 "Authorization: Bearer <access_token>"；令牌可通过 POST /api/v1/auth/login 获取。',
    },
  },
  TOKEN_EXPIRED: {
    status: 401,
    title: { en: 'The access token has expired', zh: '访问令牌已过期' },
    detail: {
      en: 'Get a new one from POST /api/v1/auth/refresh, then send the request again.',
      zh: '请通过 POST /api/v1/auth/refresh 换取新令牌后重新发送请求。',
    },
  },
  TOKEN_INVALID: {
    status: 401,
    title: { en: 'The access token is not valid', zh: '访问令牌无效' },
    detail: {
      en: 'It was not issued by this service, was altered, or its login has ended. Log in again.',
      zh: '该令牌并非由本服务签发、已被篡改，或对应的登录已结束。请重新登录。',
    },
  },
  STREAM_TICKET_INVALID: {
    status: 401,
    title: { en: 'The stream ticket is not valid', zh: '事件流票据无效' },
    detail: {
      en: 'Get a fresh one from POST /api/v1/auth/stream-ticket: it works once, within 30 seconds. An access token belongs in the Authorization header, not in the URL.',
      zh: '请通过 POST /api/v1/auth/stream-ticket 获取新票据：仅可使用一次，30 秒内有效。访问令牌应放在 Authorization 请求头中，而不是 URL 中。',
    },
  },
  REFRESH_TOKEN_INVALID: {
    status: 401,
    title: { en: 'The refresh token is not valid', zh: '刷新令牌无效' },
    detail: {
      en: 'It is unknown, expired or was used before, or its login has ended. Log in again.',
      zh: '该刷新令牌不存在、已过期、已被使用，或对应的登录已结束。请重新登录。',
    },
  },
  INVALID_CREDENTIALS: {
    status: 401,
    title: { en: 'E-mail or password is wrong', zh: '邮箱或密码错误' },
    detail: { en: 'Check both and try again.', zh: '请检查邮箱和密码后重试。' },
  },
  PERMISSION_DENIED: {
    status: 403,
    title: { en: 'You are not allowed to do this', zh: '没有权限执行此操作' },
    detail: {
      en: 'This needs the permission "{permission}"; ask an administrator for it.',
      zh: '此操作需要“{permission}”权限，请联系管理员授权。',
    },
  },
  ROUTE_ACCESS_UNDECLARED: {
    status: 403,
    // A mistake of ours, not of the user's: the architecture tests let no such route through.
    logLevel: 'error',
    title: { en: 'Nobody may use this route', zh: '该接口未开放' },
    detail: {
      en: 'The route declares no permission and is closed until it does; tell support the request_id of this answer.',
      zh: '该接口尚未声明访问权限，暂不开放；请将本回复中的 request_id 告知技术支持。',
    },
  },
  EMAIL_TAKEN: {
    status: 409,
    title: { en: 'There is an account with this e-mail', zh: '该邮箱已注册' },
    detail: { en: 'Log in, or register with another e-mail.', zh: '请直接登录，或使用其他邮箱注册。' },
  },
});
