import { type Text } from '../../../common/i18n/language.js';

/** Why an attached file could not be read. */
export type AttachmentProblem = 'deleted' | 'unreadable' | 'too_slow';

/** A file the user attached to the question, read for the agent. */
export interface Attachment {
  readonly fileId: string;
  readonly name: string;
  readonly mediaType: string;
  /** Where its user finds it. */
  readonly url: string;
  /** RFC 3339. */
  readonly readAt: string;
  /** What it says: tables as tab-separated lines, each sheet of a spreadsheet under `# name`. Empty where there is a problem. */
  readonly text: string;
  /** Whether the file has more than `text`. */
  readonly truncated: boolean;
  readonly problem?: AttachmentProblem;
}

/** What the user is told of a file that could not be read. */
export const ATTACHMENT_PROBLEMS: Readonly<Record<AttachmentProblem, Text>> = {
  deleted: {
    en: 'The attached file {name} was deleted before it could be read.',
    zh: '附件 {name} 在读取前已被删除。',
  },
  unreadable: {
    en: 'The attached file {name} could not be read: it is damaged or protected.',
    zh: '附件 {name} 已损坏或受保护，无法读取。',
  },
  too_slow: {
    en: 'The attached file {name} took too long to read. Attach a smaller one.',
    zh: '读取附件 {name} 耗时过长，请改用较小的文件。',
  },
};
