import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { AuditLog } from './audit-log.js';
import { LOGGER } from './inject-logger.js';
import { RepairLog } from './repair-log.js';

/** Makes the logger that the entry point made injectable everywhere. */
@Global()
@Module({})
export class LoggingModule {
  static forRoot(logger: Logger): DynamicModule {
    return {
      module: LoggingModule,
      providers: [{ provide: LOGGER, useValue: logger }, AuditLog, RepairLog],
      exports: [LOGGER, AuditLog, RepairLog],
    };
  }
}
