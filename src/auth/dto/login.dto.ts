import { IsString, MaxLength, MinLength } from 'class-validator';

export class LoginDto {
  /**
   * Name of the account, in any case.
   * @example admin
   */
  @IsString()
  @MinLength(1)
  @MaxLength(254)
  username!: string;

  /**
   * Up to 1,000 characters; all of them count.
   * @example admin123
   */
  @IsString()
  @MinLength(1)
  @MaxLength(1_000)
  password!: string;
}
