import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { contentPath, type StoredFile } from '../../storage/index.js';

/** A file. */
export class FileDto {
  /**
   * The file's id.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  id!: string;

  /**
   * Its name, made safe.
   * @example 2024年手机出口.csv
   */
  name!: string;

  /**
   * Its type, as found in its content.
   * @example text/csv
   */
  media_type!: string;

  /**
   * Its size in bytes.
   * @example 18211
   */
  size!: number;

  /**
   * SHA-256 of its content, in hexadecimal.
   * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
   */
  sha256!: string;

  /**
   * Whether you uploaded it or a run made it.
   * @example upload
   */
  origin!: 'upload' | 'artifact';

  /**
   * The run that made it; null on an upload.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a61
   */
  run_id!: string | null;

  /**
   * Where its content is.
   * @example /api/v1/files/0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60/content
   */
  content_url!: string;

  /**
   * When it was made.
   * @example 2026-11-22T08:00:00.000Z
   */
  created_at!: string;

  static from(file: StoredFile): FileDto {
    return {
      id: file.id,
      name: file.name,
      media_type: file.mediaType,
      size: file.size,
      sha256: file.sha256,
      origin: file.origin,
      run_id: file.runId,
      content_url: contentPath(file.id),
      created_at: file.createdAt.toISOString(),
    };
  }
}

/** A page of files. */
export class FilePageDto {
  /** The files, the newest first. */
  items!: FileDto[];

  /**
   * What the next page is asked with; null at the end.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  cursor!: string | null;
}

/** Which page of files. */
export class FilePageQueryDto {
  /**
   * The cursor of the page before.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a60
   */
  @IsOptional()
  @IsUUID()
  cursor?: string;

  /**
   * How many at most: 1 to 100.
   * @example 20
   */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

/** A file to be sent as multipart/form-data. */
export class FileFormDto {
  /**
   * The file, one a request.
   * @example (binary)
   */
  file!: string;
}

/** A link to a file's content. */
export class FileLinkDto {
  /**
   * Anyone who has it may open it, so hand it on with care.
   * @example https://tradeflow.example/api/v1/files/objects/eyJvcCI6ImdldCJ9.c2ln
   */
  url!: string;

  /**
   * Until when it works.
   * @example 2026-11-22T08:05:00.000Z
   */
  expires_at!: string;
}
