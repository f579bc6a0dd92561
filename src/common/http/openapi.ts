import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { serviceVersion } from '../service-identity.js';
import { completeDocument } from './complete-document.js';

const DESCRIPTION = [
  'Hand over log files and get back typed, searchable records, with an exact account of every line that could not be read.',
  '',
  '1. `POST /auth/login` and press **Authorize** with the access token.',
  '2. `POST /ingest/files/init`, then PUT the file to the `presigned_url`.',
  '3. `POST /ingest/files/complete`, then watch `GET /jobs/{job_id}` until it is `COMPLETED` or `FAILED`.',
  '',
  'Errors are `application/problem+json` (RFC 9457) with a stable `code`; `docs/errors.md` of the service says of each what it ' +
    'means and what to do. Every answer has an `X-Request-Id`.',
].join('\n');

/** The OpenAPI 3.1 document of the application. */
export function buildOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Ingest Service')
    .setDescription(DESCRIPTION)
    .setVersion(serviceVersion())
    .addServer('/', 'This server')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The access token of a login.',
    })
    .addSecurity('metrics', {
      type: 'http',
      scheme: 'bearer',
      description: '`METRICS_TOKEN`; no access token.',
    })
    .addTag('auth', 'Sign in and see who you are')
    .addTag('users', 'Accounts, for admins; and your own password')
    .addTag('ingest', 'Hand over files')
    .addTag('jobs', 'Watch what becomes of them')
    .addTag('admin', 'The dashboard of the queue, at `/admin/queues`')
    .addTag('logs', 'Look into the records')
    .addTag('webhooks', 'Be told when jobs end')
    .addTag('health', 'For load balancers and orchestrators')
    .build();
  return completeDocument(
    SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method }),
  );
}

/** Where the document is served; the limit of requests stands before these paths and what is below them. */
export const DOCUMENT_PATHS = ['/docs', '/openapi.json'];

/** Serves Swagger UI at `/docs` and the document at `/openapi.json`, both made once, when first asked for. */
export function serveOpenApi(app: INestApplication): void {
  let document: OpenAPIObject | undefined;
  let text: string | undefined;
  const built = (): OpenAPIObject => (document ??= buildOpenApiDocument(app));
  // Below `/docs/` the page would look for its parts in the wrong place.
  app.use('/docs', (request: Request, response: Response, next: NextFunction) => {
    if (request.originalUrl.split('?')[0] === '/docs/') response.redirect(308, '/docs');
    else next();
  });
  SwaggerModule.setup('docs', app, built, {
    raw: false,
    customSiteTitle: 'Ingest Service',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, tryItOutEnabled: true },
  });
  app.getHttpAdapter().get('/openapi.json', (_request: Request, response: Response) => {
    response.type('application/json').send((text ??= JSON.stringify(built())));
  });
}
