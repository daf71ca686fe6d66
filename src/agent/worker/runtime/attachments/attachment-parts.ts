import { type Event } from '@google/adk';
import { type Part } from '@google/genai';
import { type Language, say, type Text } from '../../../../common/i18n/language.js';
import { type Source } from '../../../../session/index.js';
import { type Attachment } from '../../attachments/attachment.js';
import { type SourceRegistry } from '../sources/source-registry.js';
import { type AttachmentBlock, readAttachmentBlock, writeAttachmentBlock } from './attachment-block.js';

const PUBLISHER: Text = { en: 'Your file', zh: '您的文件' };

/** The question's files as parts of its message, after its words; each that could be read becomes a source of the run. */
export function attachmentParts(
  attachments: readonly Attachment[],
  sources: SourceRegistry,
  language: Language,
): Part[] {
  return attachments.map((attachment) => {
    const { name, mediaType, truncated, problem, text } = attachment;
    const source = problem === undefined ? sources.add(sourceOf(attachment, language)) : undefined;
    return { text: writeAttachmentBlock({ name, mediaType, source, truncated, problem, text }) };
  });
}

/** The files in a message. Its first part is what the user wrote, and no file whatever it looks like. */
export function attachmentsIn(parts: readonly Part[] = []): AttachmentBlock[] {
  return parts.slice(1).flatMap(({ text }) => readAttachmentBlock(text ?? '') ?? []);
}

/** The files that the history shows to the model, with their sources under the ids it shows. */
export function filesIn(events: readonly Event[]): AttachmentBlock[] {
  return events.filter(({ author }) => author === 'user').flatMap(({ content }) => attachmentsIn(content?.parts));
}

function sourceOf({ name, url, readAt }: Attachment, language: Language): Source {
  return {
    id: 'file',
    title: name,
    publisher: say(PUBLISHER, language),
    url,
    retrieved_at: readAt,
    confidence: 'verbatim',
  };
}
