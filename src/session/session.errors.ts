import { defineErrors } from '../common/errors/error-registry.js';

export const SessionErrors = defineErrors({
  SESSION_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such session', zh: '会话不存在' },
    detail: {
      en: 'You have no session of this name. List yours with GET /api/v1/chat/sessions.',
      zh: '您没有该名称的会话。可通过 GET /api/v1/chat/sessions 查看您的会话。',
    },
  },
  SESSION_CHANGED: {
    status: 409,
    title: { en: 'The session was changed meanwhile', zh: '会话已被修改' },
    detail: {
      en: 'Somebody changed the session after you read it. Read it again and repeat your change with its new version.',
      zh: '会话在您读取后已被修改。请重新读取，并使用新的 version 再次提交修改。',
    },
  },
  SESSION_DELETED: {
    status: 409,
    retryable: true,
    retryAfter: 1,
    title: { en: 'The session was deleted', zh: '会话已被删除' },
    detail: {
      en: 'The session was being deleted when your question came in, so it was not accepted. Ask again in a moment to begin a new session of this name.',
      zh: '您提问时该会话正在被删除，问题未被受理。请稍后重新提问，即可以该名称开始新的会话。',
    },
  },
  MESSAGE_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such answer', zh: '回答不存在' },
    detail: {
      en: 'You have no answer with this id. Use the id of a message whose role is "assistant".',
      zh: '您没有该编号的回答。请使用 role 为 assistant 的消息编号。',
    },
  },
  INVALID_CURSOR: {
    status: 422,
    title: { en: 'The cursor is not valid', zh: '分页游标无效' },
    detail: {
      en: 'Use the cursor of the page before unchanged, or leave it out to start at the first page.',
      zh: '请原样使用上一页返回的游标，或去掉该参数从第一页开始。',
    },
  },
});
