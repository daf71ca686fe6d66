import { type Attachment } from '../../src/agent/worker/attachments/attachment.js';

/** A file as the worker has read it: a CSV unless another type is said. */
export function makeAttachment(name: string, text: string, changes: Partial<Attachment> = {}): Attachment {
  return {
    fileId: `id-of-${name}`,
    name,
    mediaType: 'text/csv',
    url: `/api/v1/files/id-of-${name}/content`,
    readAt: '2026-11-22T08:00:00.000Z',
    text,
    truncated: false,
    ...changes,
  };
}
