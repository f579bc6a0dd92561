import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { QueryInteger } from '../../common/http/query-integer.js';
import { ROLES, type Role } from '../../common/security/roles.js';

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

export class ListUsersQueryDto {
  /**
   * Only users with this role.
   * @example admin
   */
  @IsOptional()
  @IsIn(ROLES)
  role?: Role;

  /**
   * Only active users, or only disabled ones: `true` or `false`.
   * @example true
   */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (BOOLEANS[value] ?? value) : value,
  )
  @IsBoolean()
  is_active?: boolean;

  @QueryInteger({ min: 1, max: 1_000, description: 'Users on a page.', example: 100, default: 100 })
  limit?: number = 100;

  @QueryInteger({
    min: 0,
    max: 1_000_000,
    description: 'Users to pass over; not together with `cursor`.',
    example: 0,
  })
  offset?: number;

  /** Where the page begins, from the `Link` header of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}
