import { type Answer, httpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ env: { CORS_ORIGINS: 'https://app.example.com,https://other.example.com' } });
}, 60_000);
afterAll(() => stack.stop());

describe('X-Request-Id', () => {
  const idFor = async (given: string): Promise<string | null> =>
    (await stack.http.get('/jobs', { headers: { 'X-Request-Id': given } })).headers.get('x-request-id');

  it.each(['a', 'trace-1.2_3', 'Z'.repeat(64)])('%s is taken over', async (given) => {
    expect(await idFor(given)).toBe(given);
  });

  it.each(['Z'.repeat(65), 'a b', 'a;b', '<script>', '%0d%0a', 'ä'])('%s is replaced', async (given) => {
    expect(await idFor(given)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('is made anew for every request without one', async () => {
    const answers = await Promise.all(
      ['/health', '/health', '/nowhere', '/docs'].map((path) => stack.http.get(path)),
    );
    const ids = answers.map((answer) => answer.headers.get('x-request-id'));
    expect(ids).not.toContain(null);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('leads to the log line', async () => {
    await idFor('find-me-in-the-log');
    const line = '"request_id":"find-me-in-the-log"';
    await waitFor(() => stack.logs().includes(line), { what: 'the line of the request' });
  });
});

describe('security headers', () => {
  it.each(['/health', '/jobs', '/nowhere', '/openapi.json'])('stand on %s', async (path) => {
    const { headers } = await stack.http.get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toMatch(/^(DENY|SAMEORIGIN)$/);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('CORS', () => {
  const preflight = (origin: string): Promise<Answer<unknown>> =>
    stack.http.request('OPTIONS', '/ingest/files/init', {
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key',
      },
    });

  it('lets a listed origin through, with the headers that clients send', async () => {
    for (const origin of ['https://app.example.com', 'https://other.example.com']) {
      const { status, headers } = await preflight(origin);
      expect([200, 204]).toContain(status);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-allow-methods')).toContain('POST');
      expect(headers.get('access-control-allow-headers')).toContain('authorization');
      expect(headers.get('vary')).toContain('Origin');
    }
  });

  it('does not let another one through', async () => {
    for (const origin of ['https://evil.example.com', 'https://app.example.com.evil.com', 'null']) {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('shows browsers the headers that clients read', async () => {
    const { headers } = await stack.http.get('/health', { headers: { Origin: 'https://app.example.com' } });
    const exposed = headers.get('access-control-expose-headers') ?? '';
    for (const name of ['X-Request-Id', 'Link', 'Retry-After', 'X-RateLimit-Remaining']) {
      expect(exposed).toContain(name);
    }
  });
});

describe('health', () => {
  it.each(['apiUrl', 'workerUrl'] as const)('has the same shapes at %s', async (url) => {
    const client = httpClient(stack[url]);
    const [health, live, ready] = await Promise.all(
      ['/health', '/health/live', '/health/ready'].map((path) => client.get<object>(path)),
    );
    expect([health?.status, live?.status, ready?.status]).toEqual([200, 200, 200]);
    expect(health?.body).toEqual({
      status: 'healthy',
      service: 'ingest-service',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown,
    });
    expect(live?.body).toEqual({ status: 'alive' });
    expect(ready?.body).toEqual({
      status: 'ready',
      components: { database: 'up', redis: 'up', storage: 'up' },
    });
    expect((await client.get('/health/other')).status).toBe(404);
  });
});

describe('SIGTERM', () => {
  it.each(['api', 'worker'] as const)('ends an idle %s at once and in order', async (kind) => {
    const process = await stack.add(kind);
    await process.stop(5_000);
    expect(process.ending()).toBe(0);
    expect(process.output()).toContain('"msg":"stopped"');
  });
});
