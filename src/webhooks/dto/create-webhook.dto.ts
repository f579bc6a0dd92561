import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
} from 'class-validator';
import { WEBHOOK_EVENTS, type WebhookEvent } from './webhook-event.js';

export const MAX_URL_LENGTH = 2_048;
export const MAX_DESCRIPTION_LENGTH = 256;

export class CreateWebhookDto {
  /**
   * Where messages are sent by POST: an `https` address that the whole internet reaches, without a user, a password or a
   * fragment.
   * @example https://hooks.example.com/ingest
   */
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_URL_LENGTH)
  url!: string;

  /**
   * What to be told of.
   * @example ["job.completed", "job.failed"]
   */
  @ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true, example: ['job.completed', 'job.failed'] })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(WEBHOOK_EVENTS, { each: true })
  events!: WebhookEvent[];

  /** For people; up to 256 characters. */
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_DESCRIPTION_LENGTH,
    example: 'The build channel',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION_LENGTH)
  description?: string | null = null;
}
