import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppConfig } from '../common/config/app-config.js';
import { UsersService } from '../users/users.service.js';
import type { TokensDto } from './dto/tokens.dto.js';
import { InvalidCredentialsError } from './errors.js';
import { TokenService } from './token.service.js';

@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly tokens: TokenService,
    private readonly config: AppConfig,
  ) {}

  /**
   * Starts a session.
   *
   * @throws InvalidCredentialsError for an unknown user, a wrong password and a disabled account alike
   */
  async login(username: string, password: string): Promise<TokensDto> {
    const user = await this.users.verifyCredentials(username, password);
    if (user === null) throw new InvalidCredentialsError();
    const sessionId = uuidv7();
    return {
      access_token: this.tokens.sign('access', user.userId, sessionId),
      refresh_token: this.tokens.sign('refresh', user.userId, sessionId),
      token_type: 'bearer',
      expires_in: this.config.auth.accessTokenSeconds,
    };
  }
}
