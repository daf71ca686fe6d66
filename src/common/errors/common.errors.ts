import { defineErrors } from './error-registry.js';

/** Failures that belong to no module: the request itself, the unexpected, and what we depend on. */
export const CommonErrors = defineErrors({
  VALIDATION_FAILED: {
    status: 422,
    title: { en: 'The request is not valid', zh: '请求内容无效' },
    detail: {
      en: 'Correct the fields named in "errors" and send the request again.',
      zh: '请按 errors 中列出的字段修正后重新发送。',
    },
  },
  MALFORMED_BODY: {
    status: 400,
    title: { en: 'The body could not be read', zh: '请求体无法解析' },
    detail: {
      en: 'Send a body that is valid JSON in UTF-8, with the header Content-Type: application/json.',
      zh: '请发送 UTF-8 编码的合法 JSON，并设置请求头 Content-Type: application/json。',
    },
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    title: { en: 'The body is too large', zh: '请求体过大' },
    detail: { en: 'Send at most {limit} in one request.', zh: '单次请求最多发送 {limit}。' },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: { en: 'The content type is not supported', zh: '不支持的内容类型' },
    detail: {
      en: 'Send the body as application/json in UTF-8.',
      zh: '请以 UTF-8 编码的 application/json 发送请求体。',
    },
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such route', zh: '接口不存在' },
    detail: { en: 'Check the method and path against /docs.', zh: '请对照 /docs 检查请求方法和路径。' },
  },
  DEPENDENCY_UNAVAILABLE: {
    status: 503,
    retryable: true,
    title: { en: 'A part of the service is unavailable', zh: '服务暂时不可用' },
    detail: { en: 'Nothing was lost. Send the request again in a few seconds.', zh: '数据未丢失，请几秒后重试。' },
  },
  ACCOUNT_GONE: {
    status: 401,
    title: { en: 'The account is gone', zh: '账号已不存在' },
    detail: {
      en: 'It was deleted while the request was under way, and nothing of the request was kept.',
      zh: '账号在请求处理期间已被删除，本次请求的内容未保存。',
    },
  },
  REQUEST_TIMEOUT: {
    status: 408,
    retryable: true,
    title: { en: 'The request took too long to arrive', zh: '请求接收超时' },
    detail: { en: 'Send the request again over a better connection.', zh: '请在网络良好时重新发送。' },
  },
  INTERNAL_ERROR: {
    status: 500,
    retryable: true,
    title: { en: 'Something went wrong on our side', zh: '服务器内部错误' },
    detail: {
      en: 'Try again; if it happens again, tell support the request_id of this answer.',
      zh: '请重试；如仍失败，请将本回复中的 request_id 告知技术支持。',
    },
  },
});
