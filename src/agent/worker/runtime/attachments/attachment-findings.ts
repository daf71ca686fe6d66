import { type ToolFindings } from '../../tools/tool.js';
import { type AttachmentBlock } from './attachment-block.js';
import { type FileTable, numberIn, tablesIn } from './file-table.js';

/** What files say, in the shape of what tools return, so that the numbers of an answer are looked for in both. */
export function attachmentFindings(
  files: readonly Pick<AttachmentBlock, 'mediaType' | 'text'>[],
): ToolFindings<unknown>[] {
  return files.map((file) => {
    const tables = tablesIn(file).map(({ columns, rows }) => ({ columns, rows: rows.map(recordOf(columns)) }));
    const data = tables.length > 0 ? tables : { text: file.text, characters: file.text.length };
    return { data, sources: [], summary: '', coverage: '', missing: [], confidence: 'high' };
  });
}

/** A row with its numbers as numbers, by the names of their columns: their sums are looked for, too. */
function recordOf(columns: FileTable['columns']): (row: readonly string[]) => Record<string, string | number> {
  return (row) =>
    Object.fromEntries(row.map((cell, index) => [columns[index] ?? String(index), numberIn(cell) ?? cell]));
}
