import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsIn,
  IsString,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { AreDistinct } from '../../common/http/are-distinct.js';
import { ROLES, type Role } from '../../common/security/roles.js';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './password-rules.js';

export const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/;

export class CreateUserDto {
  /**
   * 2 to 64 letters, digits, `.`, `_`, `@` and `-`; unique whatever the case.
   * @example ann
   */
  @Matches(USERNAME, { message: 'username must be 2 to 64 letters, digits, `.`, `_`, `@` or `-`' })
  username!: string;

  /**
   * Unique whatever the case.
   * @example ann@example.com
   */
  @IsEmail()
  @MaxLength(254)
  email!: string;

  /**
   * 12 to 1,000 characters of any kind, all of which count; common ones are refused.
   * @example "nine purple umbrellas"
   */
  @IsString()
  @MinLength(MIN_PASSWORD_LENGTH)
  @MaxLength(MAX_PASSWORD_LENGTH)
  password!: string;

  /**
   * What the user may do.
   * @example ["user"]
   */
  @ApiProperty({ enum: ROLES, isArray: true, example: ['user'] })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(ROLES.length)
  @AreDistinct(ROLES.length)
  @IsIn(ROLES, { each: true })
  roles!: Role[];
}
