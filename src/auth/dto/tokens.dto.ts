export class TokensDto {
  /**
   * Sent as `Authorization: Bearer …` with every request.
   * @example eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjVhZjIifQ.eyJzdWIiOiIwMTkwIn0.c2ln
   */
  access_token!: string;

  /**
   * Good for nothing but getting new tokens.
   * @example eyJhbGciOiJIUzI1NiIsInR5cCI6InJ0K2p3dCIsImtpZCI6IjkxYzcifQ.eyJzdWIiOiIwMTkwIn0.c2ln
   */
  refresh_token!: string;

  /**
   * Always `bearer`.
   * @example bearer
   */
  token_type!: string;

  /**
   * Seconds until the access token ends.
   * @example 1800
   */
  expires_in!: number;
}
