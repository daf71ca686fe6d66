import { type TextBlock, type TextSpan } from './report-document.js';

const ITEM = /^\s*(?:[-*•]|\d+[.)])\s+/;

/** Reads the little Markdown a section may hold: paragraphs, list items, bold. Headings and quotes become paragraphs. */
export function textBlocks(markdown: string): TextBlock[] {
  const blocks: { kind: TextBlock['kind']; text: string }[] = [];
  let open = false;
  for (const line of markdown.split(/\r?\n/)) {
    const text = line.replace(/^\s*(?:#{1,6}|>)\s*/, '').trim();
    const last = blocks.at(-1);
    if (text === '') open = false;
    else if (ITEM.test(line)) {
      blocks.push({ kind: 'item', text: text.replace(ITEM, '') });
      open = true;
    } else if (open && last) last.text += joint(last.text, text) + text;
    else {
      blocks.push({ kind: 'paragraph', text });
      open = true;
    }
  }
  return blocks.map(({ kind, text }) => ({ kind, spans: spansOf(text) }));
}

/** Chinese lines are joined without a space. */
function joint(before: string, after: string): string {
  return /\p{Script=Han}|[，。；：、）]$/u.test(before.slice(-1)) && /^[\p{Script=Han}（]/u.test(after) ? '' : ' ';
}

function spansOf(text: string): TextSpan[] {
  const parts = text.split('**');
  // An odd pair mark stands for itself.
  if (parts.length % 2 === 0) return [{ text: parts.join('**'), bold: false }];
  return parts.map((part, index) => ({ text: part, bold: index % 2 === 1 })).filter((span) => span.text !== '');
}
