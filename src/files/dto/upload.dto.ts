import { IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../../common/http/left-out.decorators.js';
import { type UploadTicket } from '../../storage/index.js';

/** What a signed upload is sent as. It says nothing of the file, so it cannot be at odds with it. */
const UPLOAD_TYPE = 'application/octet-stream';

/** A file that is to be uploaded straight to the store. */
export class BeginUploadDto {
  /**
   * The file's name.
   * @example 2024年手机出口.csv
   */
  @IsString()
  @Length(1, 1000)
  name!: string;

  /**
   * Its size in bytes, exactly.
   * @example 18211
   */
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  size!: number;

  /**
   * Its type, if you know it. The content must agree.
   * @example text/csv
   */
  @MayBeLeftOut()
  @IsString()
  @Matches(/^[\w.+-]{1,60}\/[\w.+-]{1,100}$/, { message: 'media_type must be a media type such as text/csv' })
  media_type?: string;
}

/** How to upload it. */
export class UploadDto {
  /**
   * The upload's id, to complete it with.
   * @example 0198c7a0-2f1b-7c3e-9a52-3d1f5b8e7a62
   */
  upload_id!: string;

  /**
   * Where to send the bytes.
   * @example https://store.tradeflow.example/tradeflow/incoming/0198c7a0?X-Amz-Signature=1f
   */
  url!: string;

  /**
   * How to send them.
   * @example PUT
   */
  method!: 'PUT';

  /**
   * Headers to send with them.
   * @example { "content-type": "application/octet-stream" }
   */
  headers!: Record<string, string>;

  /**
   * Until when the URL takes them.
   * @example 2026-11-22T09:00:00.000Z
   */
  expires_at!: string;

  /** @param url absolute */
  static from({ upload }: UploadTicket, url: string): UploadDto {
    return {
      upload_id: upload.id,
      url,
      method: 'PUT',
      headers: { 'content-type': UPLOAD_TYPE },
      expires_at: upload.expiresAt.toISOString(),
    };
  }
}
