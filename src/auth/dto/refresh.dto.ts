import { IsString, MaxLength, MinLength } from 'class-validator';

export class RefreshDto {
  /**
   * The refresh token of the last login or refresh.
   * @example eyJhbGciOiJIUzI1NiIsInR5cCI6InJ0K2p3dCIsImtpZCI6IjkxYzcifQ.eyJzdWIiOiIwMTkwIn0.c2ln
   */
  @IsString()
  @MinLength(1)
  @MaxLength(4_096)
  refresh_token!: string;
}
