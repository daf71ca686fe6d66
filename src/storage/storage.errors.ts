import { defineErrors } from '../common/errors/error-registry.js';

export const StorageErrors = defineErrors({
  FILE_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such file', zh: '文件不存在' },
    detail: {
      en: 'You have no file of this id. List yours with GET /api/v1/files.',
      zh: '您没有该编号的文件。可通过 GET /api/v1/files 查看您的文件。',
    },
  },
  FILE_MISSING: {
    status: 422,
    title: { en: 'The request holds no file', zh: '请求中没有文件' },
    detail: {
      en: 'Send one file as multipart/form-data in a field named "file".',
      zh: '请以 multipart/form-data 发送一个文件，字段名为 "file"。',
    },
  },
  FILE_EMPTY: {
    status: 422,
    title: { en: 'The file is empty', zh: '文件为空' },
    detail: { en: 'Send a file that holds something.', zh: '请发送有内容的文件。' },
  },
  FILE_TOO_LARGE: {
    status: 413,
    title: { en: 'The file is too large', zh: '文件过大' },
    detail: { en: 'A file may have at most {limit}.', zh: '单个文件最大 {limit}。' },
  },
  FILE_QUOTA_EXCEEDED: {
    status: 409,
    title: { en: 'Your storage is full', zh: '存储空间已满' },
    detail: {
      en: 'You may keep {count} files and {limit} in all. Delete files you no longer need.',
      zh: '您最多可保存 {count} 个文件，共 {limit}。请删除不再需要的文件。',
    },
  },
  FILE_TYPE_NOT_ALLOWED: {
    status: 415,
    title: { en: 'Files of this type are not taken', zh: '不支持该类型的文件' },
    detail: { en: 'Send one of these: {allowed}.', zh: '请发送以下类型之一：{allowed}。' },
  },
  FILE_TYPE_MISMATCH: {
    status: 415,
    title: { en: 'The file is not what it says it is', zh: '文件内容与声明的类型不符' },
    detail: {
      en: 'Its content is {actual}. Give it the matching extension and content type.',
      zh: '文件内容是 {actual}。请使用相符的扩展名和内容类型。',
    },
  },
  FILE_NOT_READABLE: {
    status: 422,
    title: { en: 'The file could not be read', zh: '无法读取文件内容' },
    detail: {
      en: '{name} is damaged, protected, too large, or of a type without text. Text, CSV, XLSX and PDF can be read.',
      zh: '{name} 已损坏、受保护、过大，或不含文字。可读取文本、CSV、XLSX 和 PDF。',
    },
  },
  FILE_HAS_NO_PREVIEW: {
    status: 422,
    title: { en: 'The file has no such preview', zh: '该文件没有此种预览' },
    detail: {
      en: 'Only pictures have a thumbnail; download the file instead.',
      zh: '只有图片有缩略图，请直接下载文件。',
    },
  },
  RANGE_NOT_SATISFIABLE: {
    status: 416,
    title: { en: 'The file has no such part', zh: '请求的范围超出文件大小' },
    detail: {
      en: 'The file has {size} bytes; ask for a range within them.',
      zh: '文件共 {size} 字节，请在此范围内请求。',
    },
  },
  UPLOAD_NOT_FOUND: {
    status: 404,
    title: { en: 'There is no such upload', zh: '上传不存在' },
    detail: {
      en: 'It has expired, or was never begun. Begin again with POST /api/v1/files/uploads.',
      zh: '上传已过期或从未开始。请通过 POST /api/v1/files/uploads 重新开始。',
    },
  },
  UPLOAD_NOT_RECEIVED: {
    status: 409,
    retryable: true,
    title: { en: 'The file has not arrived', zh: '文件尚未上传' },
    detail: {
      en: 'PUT all of its {size} bytes to the URL of the upload, then complete it.',
      zh: '请先将全部 {size} 字节 PUT 到上传地址，再完成上传。',
    },
  },
  BUCKET_MISSING: {
    status: 503,
    retryable: true,
    title: { en: 'The bucket for files does not exist', zh: '文件存储桶不存在' },
    detail: {
      en: 'The bucket that MINIO_BUCKET_NAME names does not exist. Restore it; where nothing was in it, create it, or restart TradeFlow with a key that may create buckets.',
      zh: 'MINIO_BUCKET_NAME 指定的存储桶不存在。请恢复该存储桶；如其中原本没有内容，请创建它，或使用有权创建存储桶的密钥重启 TradeFlow。',
    },
  },
  SIGNED_URL_NOT_VALID: {
    status: 403,
    title: { en: 'The link is not valid', zh: '链接无效' },
    detail: { en: 'It has expired or was changed. Ask for a new one.', zh: '链接已过期或被修改，请重新获取。' },
  },
});
