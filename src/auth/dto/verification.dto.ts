import { IsString, MaxLength, MinLength } from 'class-validator';

export class VerifyTokenDto {
  /**
   * An access token.
   * @example eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjVhZjIifQ.eyJzdWIiOiIwMTkwIn0.c2ln
   */
  @IsString()
  @MinLength(1)
  @MaxLength(4_096)
  token!: string;
}

/** `{valid: false}` alone, or all of it. */
export class VerificationDto {
  /** Whether the token holds and its session lives. */
  valid!: boolean;
  /** @example 0190a6bf-1111-7aaa-8bbb-0123456789ab */
  user_id?: string;
  /** @example user */
  username?: string;
  /** @example ["user"] */
  roles?: string[];
  /** @example ["ingest:write", "jobs:read", "jobs:write", "webhooks:read", "webhooks:write"] */
  permissions?: string[];
  /**
   * When the token ends, RFC 3339.
   * @example 2026-11-23T10:30:00.000Z
   */
  expires_at?: string;
}
