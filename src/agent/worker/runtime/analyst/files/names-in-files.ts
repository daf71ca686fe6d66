import { type AttachmentBlock } from '../../attachments/attachment-block.js';
import { type Understanding } from '../understanding/understand.js';
import { tablesIn } from '../../attachments/file-table.js';

/** The companies and products a file names. */
export interface NamesInFiles {
  readonly companies: readonly string[];
  readonly products: readonly string[];
}

const COMPANY_COLUMN =
  /公司|企业|厂家|厂商|供应商|供货商|客户|买家|制造商|compan(?:y|ies)|supplier|vendor|manufacturer|buyer|customer|firm/i;
const PRODUCT_COLUMN = /产品|商品|品名|货物|品类|product|goods|commodity|item|description/i;
/** A longer cell is a sentence, no name. */
const LONGEST_NAME = 60;
const MOST = 10;

/**
 * Names in the columns that are headed so; elsewhere those that our vocabulary knows. Each once, in the order of the file.
 * @param names what the vocabulary knows of a text
 */
export function namesIn(files: readonly AttachmentBlock[], names: Understanding['namesIn']): NamesInFiles {
  const companies = new Set<string>();
  const products = new Set<string>();
  for (const file of files) {
    const tables = tablesIn(file);
    for (const { columns, rows } of tables) {
      for (const [index, column] of columns.entries()) {
        const into = COMPANY_COLUMN.test(column) ? companies : PRODUCT_COLUMN.test(column) ? products : undefined;
        for (const row of into === undefined ? [] : rows) {
          const cell = row[index]?.trim() ?? '';
          if (cell !== '' && cell.length <= LONGEST_NAME && !/^[\d.,]+$/.test(cell)) into?.add(cell);
        }
      }
    }
    if (tables.length > 0) continue;
    const known = names(file.text);
    for (const name of known.companies) companies.add(name);
    for (const name of known.products) products.add(name);
  }
  return { companies: [...companies].slice(0, MOST), products: [...products].slice(0, MOST) };
}
