import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { AppConfig } from '../config/app-config.js';
import { HttpMetrics } from '../metrics/http.metrics.js';
import { RequestCounter } from '../security/request-counter.js';
import { LOCAL_OBJECTS_PATH } from '../storage/local-url-signer.js';
import { bodyGuardMiddleware } from './body-guard.middleware.js';
import { jsonBodyMiddleware } from './json-body.middleware.js';
import { DOCUMENT_PATHS, serveOpenApi } from './openapi.js';
import { parseQuery } from './parse-query.js';
import { ProblemFilter } from './problem.filter.js';
import { limitMiddleware } from './limit.middleware.js';
import { requestIdMiddleware } from './request-id.middleware.js';
import { TimeoutInterceptor } from './timeout.interceptor.js';
import { tracingMiddleware } from './tracing.middleware.js';
import { InputValidationPipe } from './validation.js';

/**
 * What makes a Nest application ours, in the order in which a request meets it. The application is made with
 * `bodyParser: false`, so that the limits and the order here are the only ones.
 */
export function configureApp(app: NestExpressApplication, config: AppConfig, logger: Logger): void {
  app.set('trust proxy', config.http.trustedProxies);
  app.set('query parser', parseQuery);
  app.set('etag', false);
  app.disable('x-powered-by');
  app.use(app.get(HttpMetrics).middleware);
  if (config.tracing.endpoint !== undefined) app.use(tracingMiddleware);
  app.use(requestIdMiddleware(logger, config.http.requestTimeoutMs));
  app.use(helmet({ contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } } }));
  app.enableCors({
    origin: config.http.corsOrigins.includes('*') ? '*' : [...config.http.corsOrigins],
    exposedHeaders: [
      'X-Request-Id',
      'Link',
      'ETag',
      'Retry-After',
      'X-RateLimit-Limit',
      'X-RateLimit-Remaining',
      'X-RateLimit-Reset',
    ],
    maxAge: 3_600,
  });
  app.use(jsonBodyMiddleware(`/${LOCAL_OBJECTS_PATH}/`));
  app.use(bodyGuardMiddleware);
  app.useGlobalFilters(app.get(ProblemFilter));
  app.useGlobalInterceptors(app.get(TimeoutInterceptor));
  app.useGlobalPipes(new InputValidationPipe());
  app.use(DOCUMENT_PATHS, limitMiddleware(app.get(RequestCounter)));
  serveOpenApi(app);
}
