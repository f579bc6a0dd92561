/** `npm run init-users`: makes the default users of a development installation. Refused in production. */
import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AppConfig } from '../common/config/app-config.js';
import { ConfigModule } from '../common/config/config.module.js';
import { DatabaseModule } from '../common/database/database.module.js';
import { runProcess } from '../common/run-process.js';
import { ROLES } from '../common/security/roles.js';
import { UsersModule } from '../users/users.module.js';
import { UsersService } from '../users/users.service.js';

@Module({})
class InitUsersModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: InitUsersModule,
      imports: [ConfigModule.forRoot(config), DatabaseModule.forRoot('ingest-init-users'), UsersModule],
    };
  }
}

await runProcess(async (config) => {
  if (config.production) throw new Error('The default users are refused in production.');
  const app = await NestFactory.createApplicationContext(InitUsersModule.forRoot(config), {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  try {
    for (const role of ROLES) {
      const created = await app.get(UsersService).createIfAbsent({
        username: role,
        email: `${role}@example.com`,
        password: `${role}123`,
        roles: [role],
      });
      process.stdout.write(`${role}: ${created ? 'created' : 'exists'}\n`);
    }
  } finally {
    await app.close();
  }
});
