import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { QueryInteger } from '../../common/http/query-integer.js';
import { REJECT_CODES, type RejectCode } from '../../jobs/dto/reject-code.js';

export class ListRejectsQueryDto {
  @QueryInteger({ min: 1, max: 1_000, description: 'Rejects on a page.', example: 100, default: 100 })
  limit?: number = 100;

  /** Where the page begins: `next_cursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}

/** Something that could not be read. */
export class RejectDto {
  /** 1-based line at which it begins, in the decompressed file. */
  line_no!: number;
  /**
   * Stable reason; see `docs/errors.md`.
   * @example INVALID_JSON
   */
  @ApiProperty({ enum: REJECT_CODES })
  code!: RejectCode;
  /** 1-based character of the record's text at which the fault is, where that can be said. */
  column!: number | null;
  /** The reason in one sentence. */
  message!: string;
  /** The text, at most 1,024 characters of it. */
  raw!: string;
}

/** One page of rejects, in the order of the file. */
export class RejectPageDto {
  /** The rejects. */
  items!: RejectDto[];
  /** Where the next page begins; null on the last one. */
  next_cursor!: string | null;
}
