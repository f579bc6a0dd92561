import { IsString, MaxLength, MinLength } from 'class-validator';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './password-rules.js';

export class ChangePasswordDto {
  /** @example "nine purple umbrellas" */
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_PASSWORD_LENGTH)
  current_password!: string;

  /**
   * 12 to 1,000 characters of any kind, all of which count; common ones are refused.
   * @example "ten yellow wheelbarrows"
   */
  @IsString()
  @MinLength(MIN_PASSWORD_LENGTH)
  @MaxLength(MAX_PASSWORD_LENGTH)
  new_password!: string;
}
