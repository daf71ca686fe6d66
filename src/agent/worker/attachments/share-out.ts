import { type Attachment } from './attachment.js';

/**
 * Cuts texts so that together they have at most `budget` characters. What short ones leave of their share goes to the
 * longer ones.
 */
export function shareOut(attachments: readonly Attachment[], budget: number): Attachment[] {
  const shares = new Map<Attachment, number>();
  let left = budget;
  const byLength = attachments.toSorted((a, b) => a.text.length - b.text.length);
  for (const [index, attachment] of byLength.entries()) {
    const share = Math.min(attachment.text.length, Math.floor(left / (byLength.length - index)));
    shares.set(attachment, share);
    left -= share;
  }
  return attachments.map((attachment) => cut(attachment, shares.get(attachment) ?? 0));
}

/** At the end of a line where one is near, so that no row of a table is cut in two; never inside a character. */
function cut(attachment: Attachment, length: number): Attachment {
  if (attachment.text.length <= length) return attachment;
  const beginning = attachment.text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  const lineEnd = beginning.lastIndexOf('\n');
  const text = lineEnd > length / 2 ? beginning.slice(0, lineEnd) : beginning;
  return { ...attachment, text, truncated: true };
}
