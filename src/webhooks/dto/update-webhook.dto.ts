import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { MAX_DESCRIPTION_LENGTH, MAX_URL_LENGTH } from './create-webhook.dto.js';
import { WEBHOOK_EVENTS, type WebhookEvent } from './webhook-event.js';

/** Unlike IsOptional this lets only an absent field pass: null is no value of these. */
const IfPresent = (): PropertyDecorator => ValidateIf((_body, value) => value !== undefined);

/** What shall change; absent fields stay. */
export class UpdateWebhookDto {
  /**
   * Messages that wait are sent to the new address.
   * @example https://hooks.example.com/ingest
   */
  @IfPresent()
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_URL_LENGTH)
  url?: string;

  /** @example ["job.failed"] */
  @ApiPropertyOptional({ enum: WEBHOOK_EVENTS, isArray: true, example: ['job.failed'] })
  @IfPresent()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(WEBHOOK_EVENTS, { each: true })
  events?: WebhookEvent[];

  /** For people; null takes it away. */
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_DESCRIPTION_LENGTH,
    example: 'The build channel',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION_LENGTH)
  description?: string | null;

  /**
   * False sends nothing any more, also nothing that waits; true begins again with what happens from then on.
   * @example true
   */
  @IfPresent()
  @IsBoolean()
  enabled?: boolean;
}
