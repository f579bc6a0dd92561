import { type DynamicModule, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource, TypeOrmModule } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { InjectLogger } from '../logging/inject-logger.js';
import { connectionOptions } from './data-source.options.js';

/** Attempts to connect at start, a second apart: Postgres may still be coming up. */
const CONNECT_ATTEMPTS = 30;

/** Ends the connections, if TypeORM's own module has not done so before. */
@Injectable()
class DatabaseCloser implements OnApplicationShutdown {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.database.isInitialized) await this.database.destroy();
    this.logger.debug('the database is closed');
  }
}

/** The connection to Postgres; domains register their entities with `TypeOrmModule.forFeature`. */
@Module({})
export class DatabaseModule {
  static forRoot(applicationName: string): DynamicModule {
    return {
      module: DatabaseModule,
      // Global modules are closed last, and this one last of them.
      global: true,
      providers: [DatabaseCloser],
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [AppConfig],
          useFactory: (config: AppConfig) => ({
            ...connectionOptions(config, applicationName),
            autoLoadEntities: true,
            retryAttempts: CONNECT_ATTEMPTS,
            retryDelay: 1_000,
          }),
        }),
      ],
    };
  }
}
