import { IsString, MinLength } from 'class-validator';
import { ApiProperty, PickType } from '@nestjs/swagger';
import { InitUploadDto } from './init-upload.dto.js';
import { PREVIEW_TEXT_EXAMPLE } from './preview.example.js';

export class PreviewTextDto extends PickType(InitUploadDto, [
  'log_format',
  'timezone',
  'on_error',
  'max_rejects',
  'labels',
] as const) {
  /** Some lines of a log, at most 64 KiB as UTF-8; the whole body may have 100 KB. */
  @ApiProperty({ example: PREVIEW_TEXT_EXAMPLE })
  @IsString()
  @MinLength(1)
  text!: string;
}
