import { startStack, type Stack } from '../support/stack.js';

interface MediaType {
  readonly schema?: unknown;
  readonly example?: unknown;
}
interface DocumentedAnswer {
  readonly description: string;
  readonly content?: Readonly<Record<string, MediaType>>;
}
interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

let stack: Stack;
let document: Document;
let operations: readonly (Operation & { readonly route: string })[];

beforeAll(async () => {
  stack = await startStack({ workers: 0, users: false });
  document = (await stack.http.get<Document>('/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      route: `${method.toUpperCase()} ${path}`,
    })),
  );
}, 60_000);
afterAll(() => stack.stop());

describe('/docs', () => {
  it('is Swagger UI, and what it loads is there', async () => {
    const page = await stack.http.get<string>('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.body).toContain('Ingest Service');
    const parts = [...page.body.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect([part, (await stack.http.get(new URL(part, `${stack.apiUrl}/docs`).href)).status]).toEqual([
        part,
        200,
      ]);
    }
  });
});

it('/docs/ leads to /docs, where the page finds its parts', async () => {
  const answer = await fetch(`${stack.apiUrl}/docs/`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([308, '/docs']);
});

describe('/openapi.json', () => {
  it('is an OpenAPI 3.1 document of this service', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info.title).toBe('Ingest Service');
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each([
    'POST /auth/login',
    'GET /auth/me',
    'POST /ingest/files/init',
    'POST /ingest/files/complete',
    'GET /jobs/{job_id}',
    'GET /jobs',
    'POST /jobs/{job_id}/retry',
    'POST /jobs/{job_id}/cancel',
    'DELETE /jobs/{job_id}',
    'GET /health',
    'GET /health/live',
    'GET /health/ready',
  ])('documents %s', (route) => {
    expect(operations.map((operation) => operation.route)).toContain(route);
  });

  it('gives every operation an id of its own, a summary, a description, a tag and a good answer', () => {
    const ids = operations.map((operation) => operation.operationId);
    expect(new Set(ids).size).toBe(operations.length);
    for (const { route, operationId, summary, description, tags, responses } of operations) {
      expect([route, operationId]).toEqual([route, expect.stringMatching(/^[a-z][A-Za-z]+$/)]);
      expect([route, summary]).toEqual([route, expect.stringMatching(/\w/)]);
      expect([route, description]).toEqual([route, expect.stringMatching(/\w/)]);
      expect([route, tags?.length]).toEqual([route, 1]);
      const good = Object.keys(responses).filter((status) => status.startsWith('2'));
      // A stream that has nothing to tell answers 204.
      const bodies = good.length === 1 ? good : good.filter((status) => status !== '204');
      expect([route, bodies.length]).toEqual([route, 1]);
    }
  });

  it('shows an example of every body that is answered', () => {
    for (const { route, responses } of operations) {
      for (const [status, answer] of Object.entries(responses)) {
        if (status === '204' || status === '304') continue;
        const media = Object.entries(answer.content ?? {});
        expect([route, status, media.length > 0]).toEqual([route, status, true]);
        for (const [type, { example, schema }] of media) {
          expect([route, status, type, example === undefined]).toEqual([route, status, type, false]);
          expect([route, status, type, schema === undefined]).toEqual([route, status, type, false]);
        }
      }
    }
  });

  it('documents errors as problems, each with its status in the example', () => {
    for (const { route, responses } of operations.filter(({ route: name }) => !name.includes('/health'))) {
      const errors = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect([route, errors.length > 0]).toEqual([route, true]);
      for (const [status, { content }] of errors) {
        expect([route, content?.['application/problem+json']?.example]).toEqual([
          route,
          expect.objectContaining({
            status: Number(status),
            code: expect.stringMatching(/^[A-Z_]+$/) as unknown,
          }),
        ]);
      }
    }
  });

  it('says of every closed operation that it needs a token and may answer 401', () => {
    const open = new Set(['POST /auth/login', 'POST /auth/refresh', 'POST /auth/logout']);
    for (const { route, security, responses } of operations) {
      if (route === 'GET /metrics') {
        // Open to everybody or closed by a token of its own, as the installation wants it.
        expect(security).toEqual([{ metrics: [] }, {}]);
        continue;
      }
      if (open.has(route) || route.includes('/health')) {
        expect([route, security]).toEqual([route, []]);
        continue;
      }
      expect([route, (security ?? []).length]).toEqual([route, 1]);
      expect([route, '401' in responses]).toEqual([route, true]);
    }
  });

  it('says of every operation that it may answer 422, as text with NUL is answered anywhere', () => {
    const silent = operations.filter(({ responses }) => !('422' in responses)).map(({ route }) => route);
    expect(silent).toEqual([]);
  });

  it('leads nowhere that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(known).toEqual(expect.arrayContaining([...new Set(references)]));
  });
});
