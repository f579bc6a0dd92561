import { applyDecorators } from '@nestjs/common';
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
import { WEBHOOK_EVENTS } from './webhook-event.js';

const MAX_URL_LENGTH = 2_048;
const MAX_DESCRIPTION_LENGTH = 256;

/** An address, of which only the form of the text is looked at here. */
export const IsUrlText = (): PropertyDecorator =>
  applyDecorators(IsString(), MinLength(1), MaxLength(MAX_URL_LENGTH));

/** Some events, each once. */
export const IsEvents = ({ required }: { readonly required: boolean }): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true, required, example: ['job.completed', 'job.failed'] }),
    IsArray(),
    ArrayNotEmpty(),
    ArrayUnique(),
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
