import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { AppConfig } from './common/config/app-config.js';
import { createLogger } from './common/logging/logger.js';
import { NestLogger } from './common/logging/nest-logger.js';
import { runProcess } from './common/run-process.js';
import { startTracing } from './common/tracing/start-tracing.js';
import { traceFields } from './common/tracing/traced.js';
import { closeOnSignals } from './common/lifecycle/shutdown.js';
import { waitForServices } from './common/lifecycle/wait-for-services.js';
import { WorkerModule } from './worker.module.js';

async function startWorker(config: AppConfig): Promise<void> {
  const logger = createLogger(config, 'ingest-worker', traceFields);
  await waitForServices(config, logger);
  const stopTracing = await startTracing(config, 'ingest-worker');
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  closeOnSignals(app, logger, config.lifecycle, { afterwards: stopTracing });
  logger.info('worker is running');
}

await runProcess(startWorker);
