import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IfPresent } from '../../common/http/if-present.js';
import { LOG_FORMATS, type LogFormat, ON_ERROR, type OnError } from '../../jobs/dto/job-status.js';
import { IsKnownTimeZone } from './is-known-time-zone.js';
import { IsLabels } from './is-labels.js';

export class InitUploadDto {
  /**
   * For display; sanitised.
   * @example access.log
   */
  @IsString()
  @MinLength(1)
  @MaxLength(1_024)
  filename!: string;

  /**
   * Exact size of the file as it will be sent, bytes; at most `MAX_UPLOAD_SIZE_MB`.
   * @example 2370789
   */
  @IsInt()
  @Min(1)
  size!: number;

  /**
   * What the file holds; `auto` finds out. Gzip and zstd are recognised by their bytes, whatever the
   * name says.
   * @example auto
   */
  @ApiPropertyOptional({ enum: LOG_FORMATS, default: 'auto' })
  @IsOptional()
  @IsIn(LOG_FORMATS)
  log_format?: LogFormat = 'auto';

  /**
   * IANA zone for timestamps that name none.
   * @example UTC
   */
  @IsOptional()
  @IsKnownTimeZone()
  @MaxLength(64)
  timezone?: string = 'UTC';

  /**
   * `continue` reports lines that cannot be read and goes on; `abort` fails the job at the first one.
   * @example continue
   */
  @ApiPropertyOptional({ enum: ON_ERROR, default: 'continue' })
  @IsOptional()
  @IsIn(ON_ERROR)
  on_error?: OnError = 'continue';

  /**
   * Fail the job after more rejected lines than this; null for no bound.
   */
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: 1_000_000_000,
    example: null,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  max_rejects?: number | null = null;

  /**
   * Digest of the file as sent, 64 hexadecimal digits; the job fails if what arrived differs.
   */
  @ApiPropertyOptional({ type: String, nullable: true, pattern: '^[0-9a-fA-F]{64}$', example: null })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/i, { message: 'sha256 must be 64 hexadecimal digits' })
  sha256?: string | null = null;

  /**
   * Put on every record: at most 32 strings of up to 256 characters.
   * @example { "env": "prod", "team": "checkout" }
   */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, example: { env: 'prod' } })
  @IsOptional()
  @IsLabels()
  labels?: Record<string, string> = {};

  /**
   * True lets the file be sent in parts, false does not; absent, files above `MULTIPART_THRESHOLD_MB` may be. It may always
   * be sent whole to the `presigned_url`.
   * @example false
   */
  @IfPresent()
  @IsBoolean()
  multipart?: boolean;
}
