import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AppConfig } from '../common/config/app-config.js';
import { ConfigModule } from '../common/config/config.module.js';
import { DatabaseModule } from '../common/database/database.module.js';
import { createLogger } from '../common/logging/logger.js';
import { LoggingModule } from '../common/logging/logging.module.js';
import { UsersModule } from '../users/users.module.js';

/** Accounts and nothing else, for the commands that make them. */
@Module({})
class AccountsModule {
  static forRoot(config: AppConfig, command: string): DynamicModule {
    return {
      module: AccountsModule,
      imports: [
        ConfigModule.forRoot(config),
        LoggingModule.forRoot(createLogger(config, command)),
        DatabaseModule.forRoot(command),
        UsersModule,
      ],
    };
  }
}

/** @param command - name of the command, for logs and for the database's list of connections */
export function createAccountsContext(config: AppConfig, command: string): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(AccountsModule.forRoot(config, command), {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
}
