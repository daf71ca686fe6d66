/** The beginning of a file. */
export class FilePreviewDto {
  /**
   * What is there: `text` (also of a PDF or a spreadsheet), `rows` of a table, or a `thumbnail_url`.
   * @example table
   */
  kind!: 'text' | 'table' | 'image';

  /**
   * The first 5,000 characters; null unless the kind is `text`.
   * @example null
   */
  text!: string | null;

  /**
   * The first 50 rows, each a list of cells; null unless the kind is `table`.
   * @example [["年份", "出口额"], ["2024", "1234"]]
   */
  rows!: string[][] | null;

  /**
   * A WebP of at most 320 × 320 pixels; null unless the kind is `image`.
   * @example null
   */
  thumbnail_url!: string | null;

  /**
   * Whether the file has more.
   * @example false
   */
  truncated!: boolean;
}
