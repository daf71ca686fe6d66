import { unzipSync } from 'fflate';
import readExcelFile from 'read-excel-file/node';
import { limited, MAX_CHARACTERS, type ReadableText, tableText } from './readable-text.js';

/** A sheet of a hundred thousand rows unpacks to less; a zip bomb to more. */
const MAX_UNPACKED = 200 * 1_048_576;

/** Every sheet as tab-separated lines under its name. */
export async function readXlsx(content: Buffer): Promise<ReadableText> {
  assertUnpackable(content);
  const parts: string[] = [];
  let length = 0;
  for (const { sheet, data } of await readExcelFile(content)) {
    const part = `# ${sheet}\n${tableText(data.map((row) => row.map(cellText)))}`;
    parts.push(part);
    length += part.length;
    if (length > MAX_CHARACTERS) break;
  }
  return limited(parts.join('\n\n'));
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().replace('T00:00:00.000Z', '');
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell as string | number | boolean);
}

/** Adds up what the entries say they unpack to, and unpacks none. */
function assertUnpackable(content: Buffer): void {
  let total = 0;
  unzipSync(content, {
    filter: ({ originalSize }) => {
      total += originalSize;
      return false;
    },
  });
  if (total > MAX_UNPACKED) throw new RangeError('The spreadsheet is too large.');
}
