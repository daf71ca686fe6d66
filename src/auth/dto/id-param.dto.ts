import { IsUUID } from 'class-validator';

/** The id in a path. */
export class IdParamDto {
  /**
   * The id of what is meant.
   * @example '019aa7c5-7f3e-7b1a-9c41-2f6f0c7f9d10'
   */
  @IsUUID(undefined, { message: 'must be an id' })
  id!: string;
}
