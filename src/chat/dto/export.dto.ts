import { IsIn, IsOptional } from 'class-validator';

/** How to write the conversation down. */
export class ExportDto {
  /**
   * Markdown for people, JSON for programs.
   * @example md
   */
  @IsOptional()
  @IsIn(['md', 'json'])
  format?: 'md' | 'json';
}
