import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { environmentSchema } from '../../src/common/config/environment.schema.js';
import { InvalidConfigurationError, loadConfig } from '../../src/common/config/load-config.js';

interface ComposeService {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
  restart?: string;
}

interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
}

/** What only the containers around the service read. */
const COMPOSE_ONLY = ['BIND_ADDRESS', 'POSTGRES_PASSWORD'];
const schemaVariables = Object.keys(environmentSchema.shape);

const text = (file: string): string => readFileSync(file, 'utf8');
const composeText = text('docker-compose.yml');
const compose = parse(composeText, { merge: true }) as ComposeFile;
const services = Object.entries(compose.services);
const ownServices = services.filter(([, service]) => service.build !== undefined);

/** Puts in what Compose would, the innermost default first. */
function interpolated(value: string, given: Readonly<Record<string, string>> = {}): string {
  const next = value.replaceAll(
    /\$\{(\w+):-([^${}]*)\}/g,
    (_whole, name: string, fallback: string) => given[name] ?? fallback,
  );
  return next === value ? value.replaceAll('$$', '$') : interpolated(next, given);
}

function environmentOf(name: string, given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const environment = compose.services[name]?.environment ?? {};
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [key, interpolated(String(value), given)]),
  );
}

describe('docker-compose.yml', () => {
  it.each(ownServices)('gives %s only variables that the service knows', (_name, service) => {
    expect(schemaVariables).toEqual(expect.arrayContaining(Object.keys(service.environment ?? {})));
  });

  it('asks only for variables that somebody reads, each with a default', () => {
    const asked = [...composeText.matchAll(/(?<!\$)\$\{(\w+)(:-)?/g)];
    expect([...schemaVariables, ...COMPOSE_ONLY]).toEqual(
      expect.arrayContaining(asked.map(([, name]) => name)),
    );
    expect(asked.filter(([, , fallback]) => fallback === undefined)).toEqual([]);
  });

  it.each(['api', 'worker', 'migrate'])('starts %s with a valid configuration', (name) => {
    const config = loadConfig(environmentOf(name));
    expect(config.storage).toMatchObject({
      type: 'S3',
      s3: { endpoint: 'http://s3:8333', publicEndpoint: 'http://localhost:8333' },
    });
    expect(config.database.url).toContain('@postgres:5432/');
  });

  it('gives clients the endpoint of another S3 unless they reach it by another name', () => {
    const { s3 } = loadConfig(environmentOf('api', { S3_ENDPOINT: 'https://s3.example.com' })).storage;
    expect(s3).toMatchObject({
      endpoint: 'https://s3.example.com',
      publicEndpoint: 'https://s3.example.com',
    });
  });

  it('lets production refuse every default secret', () => {
    const start = (): unknown => loadConfig(environmentOf('api', { ENVIRONMENT: 'production' }));
    expect(start).toThrow(InvalidConfigurationError);
    for (const name of ['JWT_SECRET_KEY', 'S3_ACCESS_KEY', 'S3_SECRET_KEY', 'CORS_ORIGINS']) {
      expect(start).toThrow(name);
    }
  });

  it('runs files that the build makes', () => {
    const named = ownServices.flatMap(([, service]) =>
      (service.command ?? []).flatMap((word) => word.match(/dist\/\S+\.js/g) ?? []),
    );
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('waits only for services that exist and say when they are healthy', () => {
    for (const [name, service] of services) {
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        const target = compose.services[needed];
        expect([name, needed, target !== undefined]).toEqual([name, needed, true]);
        if (condition === 'service_healthy') expect(target?.healthcheck?.test).toBeDefined();
      }
    }
  });

  it('pins images, restarts what ends, and keeps data in named volumes', () => {
    for (const [, service] of services) {
      expect(service.restart).toBeDefined();
      if (service.build === undefined) expect(service.image).toMatch(/:\d[\w.-]*$/);
      for (const volume of service.volumes ?? []) {
        expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
      }
    }
  });
});

describe('Dockerfile', () => {
  const instructions = text('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const runtime = instructions.slice(instructions.findIndex((line) => line.endsWith(' AS runtime')));

  it('runs as an ordinary user, with production dependencies only', () => {
    expect(runtime).toContain('USER node');
    expect(instructions.find((line) => line.includes('--omit=dev'))).toBeDefined();
    expect(runtime.filter((line) => line.startsWith('COPY --from=build'))).toEqual([
      'COPY --from=build /app/dist dist',
    ]);
  });

  it('starts a file that the build makes', () => {
    const command = runtime.find((line) => line.startsWith('CMD '));
    const [, file] = JSON.parse(command?.slice(4) ?? '[]') as string[];
    expect(existsSync(file ?? '')).toBe(true);
  });

  it('copies only what exists and .dockerignore lets through', () => {
    const allowed = text('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = instructions
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(copied.length).toBeGreaterThan(4);
    expect(copied.filter((path) => !existsSync(path) || !allowed.includes(path))).toEqual([]);
  });

  it('sets only variables that somebody reads', () => {
    const [, assignments = ''] =
      /^ENV (.*)$/.exec(runtime.find((line) => line.startsWith('ENV ')) ?? '') ?? [];
    const names = assignments
      .trim()
      .split(/\s+/)
      .map((assignment) => assignment.split('=')[0]);
    expect([...schemaVariables, 'NODE_ENV']).toEqual(expect.arrayContaining(names));
  });
});

describe('.env.example', () => {
  const defaults: Readonly<Record<string, string | number | boolean | string[] | number[] | undefined>> =
    environmentSchema.parse({});
  const shown = (name: string): string => String(defaults[name] ?? '');

  it('lists every variable with its meaning and its default', () => {
    const expected = Object.entries(environmentSchema.shape).map(
      ([name, field]) => `# ${field.description ?? ''}\n#${name}=${shown(name)}\n`,
    );
    const example = text('.env.example');
    expect(expected.filter((entry) => !example.includes(entry))).toEqual([]);
  });

  it('lists nothing else than the data folder of the local stack', () => {
    const listed = [...text('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    expect(listed.filter((name) => !schemaVariables.includes(name ?? ''))).toEqual(['INGEST_DATA_DIR']);
  });
});
