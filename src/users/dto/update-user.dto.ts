import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  Matches,
  MaxLength,
} from 'class-validator';
import { AreDistinct } from '../../common/http/are-distinct.js';
import { IfPresent } from '../../common/http/if-present.js';
import { ROLES, type Role } from '../../common/security/roles.js';
import { USERNAME } from './create-user.dto.js';

/** What shall change; absent fields stay. */
export class UpdateUserDto {
  /** @example ann */
  @IfPresent()
  @Matches(USERNAME, { message: 'username must be 2 to 64 letters, digits, `.`, `_`, `@` or `-`' })
  username?: string;

  /** @example ann@example.com */
  @IfPresent()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  /** @example ["viewer"] */
  @ApiPropertyOptional({ enum: ROLES, isArray: true, example: ['viewer'] })
  @IfPresent()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(ROLES.length)
  @AreDistinct(ROLES.length)
  @IsIn(ROLES, { each: true })
  roles?: Role[];

  /**
   * False disables the user, who is signed out everywhere; true lets them sign in again.
   * @example false
   */
  @IfPresent()
  @IsBoolean()
  is_active?: boolean;
}
