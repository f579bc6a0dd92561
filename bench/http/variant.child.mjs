// The API without one of its parts: as `main.ts` starts it, with the change that the ablation of this name makes.
//   node variant.child.mjs NAME USER_ID
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ApiModule } from '../../dist/src/api.module.js';
import { loadConfig } from '../../dist/src/common/config/load-config.js';
import { currentRequest } from '../../dist/src/common/context/request-context.js';
import { configureApp } from '../../dist/src/common/http/configure-app.js';
import { createLogger } from '../../dist/src/common/logging/logger.js';
import { NestLogger } from '../../dist/src/common/logging/nest-logger.js';
import { ConnectionDrain } from '../../dist/src/common/http/connection-drain.js';
import { closeOnSignals } from '../../dist/src/common/lifecycle/shutdown.js';
import { ABLATIONS, principalOf } from './ablations.mjs';

const [name, userId] = process.argv.slice(2);
const variant = ABLATIONS[name];
variant.before?.();
const config = loadConfig();
const logger = createLogger(config, 'ingest-api', () => {
  const request = currentRequest();
  return request === undefined ? {} : { request_id: request.requestId };
});
const module = ApiModule.forRoot(config, logger);
module.providers = variant.providers?.(module.providers, principalOf(userId)) ?? module.providers;
const app = await NestFactory.create(module, {
  logger: new NestLogger(logger),
  bodyParser: false,
  abortOnError: false,
});
variant.app?.(app);
configureApp(app, config, logger);
closeOnSignals(app, logger, config.lifecycle, { connections: new ConnectionDrain(app.getHttpServer()) });
await app.listen(config.http.port, config.http.host);
