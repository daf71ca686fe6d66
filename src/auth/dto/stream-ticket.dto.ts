import { ApiProperty } from '@nestjs/swagger';

/** A ticket for one event stream. */
export class StreamTicketDto {
  /**
   * Goes into `?token=` of the event stream, once.
   * @example 'tfst_5dF7gH0jL3nP6rU8wXaEwJ3n8Qq0v4kZ1m6sT9yB2xC'
   */
  ticket!: string;

  /**
   * Seconds within which the stream must be opened.
   * @example 30
   */
  @ApiProperty({ type: 'integer' })
  expires_in!: number;
}
