import { ApiHideProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { FieldFilters } from './field-filters.js';

/**
 * Which records; every condition must hold. Without examples, which Swagger UI would fill its form with: one that is sent
 * as it is must ask for everything.
 */
export class RecordFilterQueryDto {
  /**
   * Only records at this time or later; RFC 3339 with a zone, such as `2015-05-18T00:00:00Z`. Records without a timestamp
   * are outside any range.
   */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  from?: string;

  /**
   * Only records before this time; RFC 3339 with a zone, such as `2015-05-19T00:00:00Z`. It must not lie before `from`.
   */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  to?: string;

  /**
   * Only records at least this severe: a number from 1 to 24 as in OpenTelemetry, or a word (`trace`, `debug`, `info`,
   * `warn`, `error`, `fatal`). Records of unknown severity are left out.
   */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  severity_min?: string;

  /**
   * Only records with this text in body or raw text, whatever its case.
   */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  q?: string;

  @ApiHideProperty()
  @FieldFilters()
  field?: Record<string, string | string[]>;
}
