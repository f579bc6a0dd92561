import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppConfig } from '../config/app-config.js';
import { connectionOptions } from './data-source.options.js';

/** Attempts to connect at start, a second apart: Postgres may still be coming up. */
const CONNECT_ATTEMPTS = 30;

/** The connection to Postgres; domains register their entities with `TypeOrmModule.forFeature`. */
@Module({})
export class DatabaseModule {
  static forRoot(applicationName: string): DynamicModule {
    return {
      module: DatabaseModule,
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
