import { IsString, MinLength } from 'class-validator';
import { PickType } from '@nestjs/swagger';
import { InitUploadDto } from './init-upload.dto.js';

export class PreviewTextDto extends PickType(InitUploadDto, [
  'log_format',
  'timezone',
  'on_error',
  'max_rejects',
  'labels',
] as const) {
  /**
   * Some lines of a log, at most 64 KiB as UTF-8; the whole body may have 100 KB.
   * @example "2026-01-02 03:04:05 ERROR Something broke\n2026-01-02 03:04:06 INFO Going on\n"
   */
  @IsString()
  @MinLength(1)
  text!: string;
}
