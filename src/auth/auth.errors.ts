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
      en: 'This needs the permission "{permission}": make an API key that has it among its scopes, or ask an administrator for it.',
      zh: '此操作需要“{permission}”权限：请创建包含该权限范围的 API 密钥，或联系管理员授权。',
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
  EMAIL_NOT_VERIFIED: {
    status: 403,
    title: { en: 'The e-mail address is not verified', zh: '邮箱尚未验证' },
    detail: {
      en: 'Follow the link in the mail we sent, or ask for another: POST /api/v1/auth/email/verification.',
      zh: '请点击我们发送的邮件中的链接，或通过 POST /api/v1/auth/email/verification 重新获取。',
    },
  },
  EMAIL_TOKEN_INVALID: {
    status: 400,
    title: { en: 'The link is not valid', zh: '链接无效' },
    detail: {
      en: 'It was used before, is too old, or a newer one was sent. Ask for another.',
      zh: '该链接已使用、已过期，或已有更新的链接。请重新获取。',
    },
  },
  CURRENT_PASSWORD_WRONG: {
    status: 403,
    title: { en: 'The present password is wrong', zh: '当前密码错误' },
    detail: {
      en: 'Send the present password of the account. One without a password sets one first: POST /api/v1/auth/password/forgot.',
      zh: '请提供账户的当前密码。尚未设置密码的账户请先通过 POST /api/v1/auth/password/forgot 设置。',
    },
  },
  ACCOUNT_SUSPENDED: {
    status: 403,
    title: { en: 'The account is suspended', zh: '账户已被停用' },
    detail: { en: 'Nothing was lost. Write to support.', zh: '数据未丢失，请联系技术支持。' },
  },
  LOGIN_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such login', zh: '登录记录不存在' },
    detail: { en: 'GET /api/v1/auth/logins lists yours.', zh: '请通过 GET /api/v1/auth/logins 查看您的登录。' },
  },
  API_KEY_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such API key', zh: 'API 密钥不存在' },
    detail: { en: 'GET /api/v1/auth/api-keys lists yours.', zh: '请通过 GET /api/v1/auth/api-keys 查看您的密钥。' },
  },
  API_KEY_LIMIT: {
    status: 409,
    title: { en: 'There are too many API keys', zh: 'API 密钥数量已达上限' },
    detail: { en: 'An account has at most {limit}. Delete one first.', zh: '每个账户最多 {limit} 个，请先删除一个。' },
  },
  USER_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such user', zh: '用户不存在' },
    detail: { en: 'GET /api/v1/admin/users lists them.', zh: '请通过 GET /api/v1/admin/users 查看用户列表。' },
  },
  USER_STATE_CONFLICT: {
    status: 409,
    title: { en: 'The account is in another state', zh: '账户状态不允许此操作' },
    detail: {
      en: 'It is {status}. Only an active account can be suspended, only a suspended one restored, and nobody suspends themselves.',
      zh: '当前状态为 {status}。只有正常账户可以停用，只有已停用账户可以恢复，且不能停用自己。',
    },
  },
  OAUTH_PROVIDER_UNAVAILABLE: {
    status: 404,
    title: { en: 'This way to log in is not set up', zh: '未启用该登录方式' },
    detail: {
      en: 'GET /api/v1/auth/providers lists the ways there are.',
      zh: '请通过 GET /api/v1/auth/providers 查看可用的登录方式。',
    },
  },
  OAUTH_STATE_INVALID: {
    status: 400,
    title: { en: 'The login was not begun in this browser', zh: '登录请求无效或已过期' },
    detail: {
      en: 'It was begun elsewhere, took longer than ten minutes, or cookies are off. Begin again.',
      zh: '该登录并非由此浏览器发起、超过十分钟，或浏览器禁用了 Cookie。请重新开始。',
    },
  },
  OAUTH_CONSENT_DENIED: {
    status: 403,
    title: { en: 'The provider was not allowed to tell who you are', zh: '授权被拒绝' },
    detail: {
      en: 'Begin again and agree, or log in with e-mail and password.',
      zh: '请重新授权，或使用邮箱密码登录。',
    },
  },
  OAUTH_PROVIDER_FAILED: {
    status: 502,
    retryable: true,
    logLevel: 'warn',
    title: { en: 'The provider did not confirm the login', zh: '第三方登录失败' },
    detail: {
      en: 'Begin again; if it fails again, log in another way.',
      zh: '请重新开始；如仍失败，请使用其他方式登录。',
    },
  },
  OAUTH_EMAIL_UNVERIFIED: {
    status: 403,
    title: { en: 'The provider knows no verified e-mail of yours', zh: '第三方账户没有已验证的邮箱' },
    detail: { en: 'Verify your e-mail there, then begin again.', zh: '请先在第三方平台验证邮箱，然后重新开始。' },
  },
  OAUTH_LINK_REQUIRED: {
    status: 409,
    title: { en: 'There is an account with this e-mail', zh: '该邮箱已有账户' },
    detail: {
      en: 'Log in to it, then connect the provider in your settings: POST /api/v1/auth/oauth/{provider}/link.',
      zh: '请先登录该账户，然后在设置中关联：POST /api/v1/auth/oauth/{provider}/link。',
    },
  },
  OAUTH_CODE_INVALID: {
    status: 400,
    title: { en: 'The one-time code is not valid', zh: '一次性登录码无效' },
    detail: {
      en: 'It works once, within a minute, and only where the login was begun. Begin again.',
      zh: '一次性登录码仅可使用一次，一分钟内有效，且只能在发起登录的页面使用。请重新开始。',
    },
  },
  OAUTH_IDENTITY_TAKEN: {
    status: 409,
    title: { en: 'This provider account belongs to another user', zh: '该第三方账户已关联其他用户' },
    detail: { en: 'Disconnect it there first.', zh: '请先在原账户中解除关联。' },
  },
  IDENTITY_NOT_FOUND: {
    status: 404,
    title: { en: 'The provider is not connected', zh: '未关联该第三方账户' },
    detail: { en: 'GET /api/v1/auth/identities lists what is.', zh: '请通过 GET /api/v1/auth/identities 查看。' },
  },
  LAST_WAY_IN: {
    status: 409,
    title: { en: 'This is the only way into the account', zh: '这是该账户唯一的登录方式' },
    detail: {
      en: 'Set a password first: POST /api/v1/auth/password/forgot.',
      zh: '请先设置密码：POST /api/v1/auth/password/forgot。',
    },
  },
});
