import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { QueryInteger } from '../../common/http/query-integer.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './webhook-event.js';

export class ListDeliveriesQueryDto {
  /**
   * Only those that are `PENDING`, `DELIVERED` or `FAILED`.
   * @example FAILED
   */
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;

  @QueryInteger({ min: 1, max: 1_000, description: 'Deliveries on a page.', example: 100, default: 100 })
  limit?: number = 100;

  /** Where the page begins, from the `Link` header of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}
