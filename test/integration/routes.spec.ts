import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { type INestApplication, RequestMethod } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { ApiModule } from '../../src/api.module.js';
import { loadConfig } from '../../src/common/config/load-config.js';
import { buildOpenApiDocument } from '../../src/common/http/openapi.js';

/**
 * Routes that the document does not name, and so the table of who may (`test/e2e/route-access.spec.ts`) does not either.
 * Each is tried by a spec of its own: the dashboard by `queue-dashboard.spec.ts`, objects by `upload.spec.ts`.
 */
const HIDDEN = [
  'ALL /admin/queues',
  'ALL /admin/queues/{*path}',
  'GET /storage/objects/{*key}',
  'PUT /storage/objects/{*key}',
];

let app: INestApplication;

beforeAll(async () => {
  const module = ApiModule.forRoot(loadConfig({ STORAGE_TYPE: 'LOCAL' }), pino({ level: 'silent' }));
  app = await NestFactory.create(module, { preview: true, logger: false, abortOnError: false });
});
afterAll(() => app.close());

type Handler = (...args: unknown[]) => unknown;
interface Controller {
  readonly prototype: object;
}

const listOf = (paths: unknown): string[] => [paths].flat().map(String);
const joined = (...parts: readonly string[]): string =>
  `/${parts.join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
const inBraces = (path: string): string => path.replace(/:(\w+)/g, '{$1}').replace(/(\*\w+)/g, '{$1}');

/** Every handler of every controller, by method and path, whatever the document says of it. */
function routesOf(controller: Controller): string[] {
  const { prototype } = controller;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = Object.getOwnPropertyDescriptor(prototype, name)?.value as Handler | undefined;
    const method = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
    if (handler === undefined || method === undefined) return [];
    return listOf(Reflect.getMetadata(PATH_METADATA, controller)).flatMap((prefix) =>
      listOf(Reflect.getMetadata(PATH_METADATA, handler)).map(
        (path) => `${RequestMethod[method]} ${inBraces(joined(prefix, path))}`,
      ),
    );
  });
}

it('every route is documented, or known to be hidden', () => {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as unknown as Controller),
  );
  const routes = controllers.flatMap(routesOf);
  const documented = Object.entries(buildOpenApiDocument(app).paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.length).toBeGreaterThan(30);
  expect(routes.sort()).toEqual([...documented, ...HIDDEN].sort());
});
