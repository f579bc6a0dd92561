import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { InvalidConfigurationError } from '../common/config/load-config.js';
import { UsersService } from '../users/users.service.js';

/**
 * Refuses to open the door in production while anybody could come in with a password that stands in the README: a
 * database of a development installation, say.
 */
@Injectable()
export class DefaultUsersCheck implements OnApplicationBootstrap {
  constructor(
    private readonly config: AppConfig,
    private readonly users: UsersService,
  ) {}

  /** @throws InvalidConfigurationError */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.production) return;
    const found = await this.users.findDefaultUsers();
    if (found.length === 0) return;
    throw new InvalidConfigurationError([
      `users: ${found.join(', ')} still have their public default passwords, refused in production; change or disable them`,
    ]);
  }
}
