import { defineErrors } from '../common/errors/error-registry.js';
// Registers them in the API process, too, where nothing throws them but a failed run's record names them.
import './agent-model.errors.js';

export const AgentErrors = defineErrors({
  RUN_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such run', zh: '运行不存在' },
    detail: {
      en: 'You have no run with this id. List yours with GET /api/v1/agent/runs.',
      zh: '您没有此编号的运行。可通过 GET /api/v1/agent/runs 查看您的运行。',
    },
  },
  SESSION_BUSY: {
    status: 409,
    retryable: true,
    title: { en: 'The session is still answering', zh: '会话正在回答中' },
    detail: {
      en: 'Wait for the run at work to end, cancel it, or send on_busy: "enqueue" to wait in line.',
      zh: '请等待当前运行结束、取消它，或使用 on_busy: "enqueue" 排队等待。',
    },
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: { en: 'The Idempotency-Key belongs to another request', zh: 'Idempotency-Key 已用于其他请求' },
    detail: {
      en: 'This key was sent with a different body within the last 24 hours. Use a new key for a new question.',
      zh: '该 Idempotency-Key 在 24 小时内已用于不同的请求体。新问题请使用新的 Idempotency-Key。',
    },
  },
  INVALID_IDEMPOTENCY_KEY: {
    status: 422,
    title: { en: 'The Idempotency-Key is not valid', zh: 'Idempotency-Key 无效' },
    detail: {
      en: 'Send 1 to 255 printable ASCII characters, such as a UUID.',
      zh: '请使用 1 至 255 个可打印 ASCII 字符，例如 UUID。',
    },
  },
  INVALID_LAST_EVENT_ID: {
    status: 422,
    title: { en: 'The Last-Event-ID is not valid', zh: 'Last-Event-ID 无效' },
    detail: {
      en: 'Send the id of an event you received from this stream unchanged, or leave it out.',
      zh: '请原样使用从该事件流收到的事件 id，或不发送该值。',
    },
  },
  ANSWER_DELETED: {
    status: 410,
    title: { en: 'The answer was deleted', zh: '回答已被删除' },
    detail: {
      en: 'What this run said was deleted with its conversation. Ask again, with a new Idempotency-Key, to have it answered anew.',
      zh: '该运行的内容已随会话一并删除。如需回答，请使用新的 Idempotency-Key 重新提问。',
    },
  },
  ATTACHED_FILE_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such file to attach', zh: '附件不存在' },
    detail: {
      en: 'You have no file {file_id}. Upload it first (POST /api/v1/files) and attach the id that the finished upload answers with.',
      zh: '您没有文件 {file_id}。请先上传（POST /api/v1/files），再使用上传完成后返回的编号。',
    },
  },
  AGENT_TIMEOUT: {
    status: 504,
    retryable: true,
    logLevel: 'warn',
    title: { en: 'The answer took too long', zh: '回答超时' },
    detail: {
      en: 'The agent did not finish within {seconds} seconds. Ask a narrower question, or allow more with timeout_seconds.',
      zh: '智能体未能在 {seconds} 秒内完成。请缩小问题范围，或用 timeout_seconds 延长时间。',
    },
  },
  RUN_ATTEMPTS_EXHAUSTED: {
    status: 500,
    retryable: true,
    title: { en: 'The question could not be answered', zh: '问题未能得到回答' },
    detail: {
      en: 'The work on it broke off {attempts} times. Ask again later; if it happens again, tell support the run_id.',
      zh: '处理该问题已中断 {attempts} 次。请稍后再问；如再次发生，请将 run_id 告知技术支持。',
    },
  },
  RUN_CANCELLED: {
    status: 409,
    title: { en: 'The run was cancelled', zh: '运行已取消' },
    detail: {
      en: 'Ask again to start a new run, with a new Idempotency-Key: the same one gets the cancelled run.',
      zh: '如需回答，请使用新的 Idempotency-Key 重新提问：相同的 Idempotency-Key 只会得到已取消的运行。',
    },
  },
});
