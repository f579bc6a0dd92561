import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
} from 'class-validator';
import { AreDistinct } from '../../common/http/are-distinct.js';
import { WEBHOOK_EVENTS } from './webhook-event.js';

const MAX_URL_LENGTH = 2_048;
const MAX_DESCRIPTION_LENGTH = 256;

/** Whether the field has to be there. */
interface Presence {
  readonly required: boolean;
}

/** An address, of which only the form of the text is looked at here. */
export const IsUrlText = ({ required }: Presence): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      required,
      minLength: 1,
      maxLength: MAX_URL_LENGTH,
      example: 'https://hooks.example.com/ingest',
    }),
    IsString(),
    MinLength(1),
    MaxLength(MAX_URL_LENGTH),
  );

/** Some events, each once. */
export const IsEvents = ({ required }: Presence): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      enum: WEBHOOK_EVENTS,
      isArray: true,
      required,
      minItems: 1,
      example: ['job.completed', 'job.failed'],
    }),
    IsArray(),
    ArrayNotEmpty(),
    ArrayMaxSize(WEBHOOK_EVENTS.length),
    AreDistinct(WEBHOOK_EVENTS.length),
    IsIn(WEBHOOK_EVENTS, { each: true }),
  );

/** A short text or null. */
export const IsDescription = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: String,
      nullable: true,
      maxLength: MAX_DESCRIPTION_LENGTH,
      example: 'The build channel',
    }),
    IsOptional(),
    IsString(),
    MaxLength(MAX_DESCRIPTION_LENGTH),
  );
