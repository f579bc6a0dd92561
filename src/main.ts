import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiModule } from './api.module.js';
import type { AppConfig } from './common/config/app-config.js';
import { configureApp } from './common/http/configure-app.js';
import { ConnectionDrain } from './common/http/connection-drain.js';
import { currentRequest } from './common/context/request-context.js';
import { createLogger } from './common/logging/logger.js';
import { NestLogger } from './common/logging/nest-logger.js';
import { runProcess } from './common/run-process.js';
import { startTracing } from './common/tracing/start-tracing.js';
import { traceFields } from './common/tracing/traced.js';
import { closeOnSignals } from './common/lifecycle/shutdown.js';
import { waitForServices } from './common/lifecycle/wait-for-services.js';

/** So much after a request's deadline, by which it has been answered, the connection is closed in any case. */
const AFTER_DEADLINE_MS = 5_000;
/** Longer than proxies keep an idle connection (nginx: 60 s), so that it is never closed while one sends a request on it. */
const KEEP_ALIVE_MS = 75_000;

async function startApi(config: AppConfig): Promise<void> {
  const logger = createLogger(config, 'ingest-api', () => {
    const request = currentRequest();
    return request === undefined ? {} : { request_id: request.requestId, ...traceFields() };
  });
  await waitForServices(config, logger);
  const stopTracing = await startTracing(config, 'ingest-api');
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  configureApp(app, config, logger);
  const server = app.getHttpServer();
  server.requestTimeout = readingTimeoutMs(config);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  closeOnSignals(app, logger, config.lifecycle, {
    connections: new ConnectionDrain(server, config.lifecycle.drainMs),
    afterwards: stopTracing,
  });
  await app.listen(config.http.port, config.http.host);
  logger.info({ url: await app.getUrl() }, 'api is listening');
}

/** Node's own bound on reading a request with its body; an upload to LOCAL storage may take as long as its URL lives. */
function readingTimeoutMs({ http, ingest, storage }: AppConfig): number {
  const deadlineMs = http.requestTimeoutMs + AFTER_DEADLINE_MS;
  return storage.type === 'LOCAL' ? Math.max(deadlineMs, ingest.uploadUrlSeconds * 1000) : deadlineMs;
}

await runProcess(startApi);
