import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { QueryInteger } from '../../common/http/query-integer.js';
import { RecordFilterQueryDto } from './record-filter.query.dto.js';

export class SearchRecordsQueryDto extends RecordFilterQueryDto {
  @QueryInteger({ min: 1, max: 1_000, description: 'Records on a page.', example: 100, default: 100 })
  limit?: number = 100;

  /** Where the page begins: `next_cursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}

export class ListRecordsQueryDto extends SearchRecordsQueryDto {
  /**
   * `asc` is the order of the file, `desc` the other way round.
   * @example asc
   */
  @IsOptional()
  @IsIn(['asc', 'desc'])
  order?: 'asc' | 'desc' = 'asc';
}
