import { ApiProperty } from '@nestjs/swagger';

/** The beginning of a file. */
export class FilePreviewDto {
  /**
   * What is there: `text` (also of a PDF or a spreadsheet), `rows` of a table, or a `thumbnail_url`.
   * @example table
   */
  kind!: 'text' | 'table' | 'image';

  /**
   * The first 5,000 characters; null unless the kind is `text`.
   * @example 'Quotation No. 2024-117'
   */
  text!: string | null;

  /** The first 50 rows, each a list of cells; null unless the kind is `table`. */
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'string' } },
    nullable: true,
    example: [
      ['年份', '出口额'],
      ['2024', '1234'],
    ],
  })
  rows!: string[][] | null;

  /**
   * A WebP of at most 320 × 320 pixels; null unless the kind is `image`.
   * @example /api/v1/files/0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60/thumbnail
   */
  thumbnail_url!: string | null;

  /**
   * Whether the file has more.
   * @example false
   */
  truncated!: boolean;
}
