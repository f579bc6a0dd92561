import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { httpClient } from '../support/http-client.js';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { ingest, init } from './steps/jobs.js';
import { declaredNames, scrape } from './steps/metrics.js';

const LINES = ['2026-01-02T03:04:05Z INFO one', '', '2026-01-02T03:04:06Z WARN two', ''];
const TOKEN = 'a-token-for-the-metrics';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
}, 60_000);
afterAll(() => stack.stop());

describe('the metrics of the API', () => {
  it('count requests by the pattern of their route, never by an id', async () => {
    const client = await stack.http.as('user');
    const { job_id } = await init(client, 1);
    for (let count = 0; count < 3; count += 1) await client.get(`/jobs/${job_id}`);
    await client.get('/nowhere/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e');
    const count = (method: string, route: string, status: number): string =>
      `ingest_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`;
    const samples = await waitFor(
      async () => {
        const seen = await scrape(stack.apiUrl);
        return seen.get(count('GET', '/jobs/:job_id', 200)) === 3 ? seen : undefined;
      },
      { what: 'three requests' },
    );
    expect(samples.get(count('POST', '/ingest/files/init', 201))).toBe(1);
    expect(samples.get(count('GET', 'unmatched', 404))).toBe(1);
    expect([...samples.keys()].join('\n')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(samples.get('ingest_http_requests_in_flight')).toBe(1);
  });

  it('count logins by outcome', async () => {
    const before = await scrape(stack.apiUrl);
    await stack.http.as('user');
    await stack.http.post('/auth/login', { username: 'user', password: 'wrong' });
    const after = await scrape(stack.apiUrl);
    const grown = (event: string): number => {
      const key = `ingest_audit_events_total{event="${event}"}`;
      return (after.get(key) ?? 0) - (before.get(key) ?? 0);
    };
    expect([grown('login.succeeded'), grown('login.failed')]).toEqual([1, 1]);
  });

  it('count requests over the limit', async () => {
    const api = await stack.add('api', { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_PER_MINUTE: '1' });
    const client = httpClient(api.url, 'no token');
    await waitFor(async () => (await client.get('/jobs')).status === 429, { what: 'the limit' });
    expect((await scrape(api.url)).get('ingest_http_rate_limited_total')).toBeGreaterThan(0);
  });

  it('tell of the pool, the event loop, the parts and the policy of Redis', async () => {
    const samples = await scrape(stack.apiUrl);
    expect(samples.get('ingest_database_pool_size')).toBe(5);
    expect(samples.get('ingest_database_pool_connections{state="idle"}')).toBeGreaterThanOrEqual(0);
    expect(samples.get('ingest_database_pool_waiting')).toBe(0);
    expect(samples.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    for (const part of ['database', 'redis', 'storage']) {
      expect(samples.get(`ingest_component_up{component="${part}"}`)).toBe(1);
    }
    expect(samples.get('ingest_redis_noeviction')).toBe(1);
    expect(samples.get('ingest_redis_memory_used_bytes')).toBeGreaterThan(0);
  });
});

describe('the metrics of the worker', () => {
  it('count what became of a job, and the lines balance', async () => {
    const content = LINES.join('\n');
    const job = await ingest(await stack.http.as('user'), content);
    expect(job.status).toBe('COMPLETED');
    // The row is written before the worker counts what it did, and puts its things away.
    const samples = await waitFor(
      async () => {
        const now = await scrape(stack.workerUrl);
        return (
          now.get('ingest_job_attempts_total{outcome="completed"}') === 1 &&
          now.get('ingest_jobs_running') === 0 &&
          now
        );
      },
      { what: 'the worker to be done' },
    );
    const lines = (kind: string): number =>
      samples.get(`ingest_processed_lines_total{kind="${kind}"}`) ?? NaN;
    expect(samples.get('ingest_processed_bytes_total{kind="sent"}')).toBe(content.length);
    expect(samples.get('ingest_processed_records_total')).toBe(job.statistics?.records);
    expect(lines('record') + lines('rejected') + lines('blank') + lines('structural')).toBe(
      job.statistics?.lines,
    );
    for (const phase of ['stage', 'parse', 'publish']) {
      expect(samples.get(`ingest_job_phase_duration_seconds_count{phase="${phase}"}`)).toBe(1);
    }
  });
});

it('every process tells the same of jobs and queue', async () => {
  for (const url of [stack.apiUrl, stack.workerUrl]) {
    const samples = await waitFor(
      async () => {
        const seen = await scrape(url);
        return seen.get('ingest_jobs{status="COMPLETED"}') === 1 ? seen : undefined;
      },
      { what: 'the cached counts to be renewed' },
    );
    expect(samples.get('ingest_jobs{status="CREATED"}')).toBe(1);
    expect(samples.get('ingest_jobs{status="FAILED"}')).toBe(0);
    expect(samples.get('ingest_jobs_waiting')).toBe(0);
    expect(samples.get('ingest_jobs_oldest_waiting_seconds')).toBe(0);
    expect(samples.get('ingest_queue_entries{state="wait"}')).toBe(0);
  }
});

describe('a METRICS_TOKEN', () => {
  let api: StackProcess;
  let worker: StackProcess;
  beforeAll(async () => {
    [api, worker] = await Promise.all([
      stack.add('api', { METRICS_TOKEN: TOKEN }),
      stack.add('worker', { METRICS_TOKEN: TOKEN }),
    ]);
  });

  it('is asked for by both processes', async () => {
    for (const { url } of [api, worker]) {
      const admin = await stack.http.as('admin');
      const asked = [
        httpClient(url),
        httpClient(url, 'another-token'),
        httpClient(url, TOKEN.slice(1)),
        { get: (path: string) => admin.request('GET', `${url}${path}`) },
      ].map(async (client) => (await client.get('/metrics')).status);
      expect(await Promise.all(asked)).toEqual([401, 401, 401, 401]);
      expect((await httpClient(url, TOKEN).get('/metrics')).status).toBe(200);
    }
  });
});

it('production shows the metrics to nobody who has no token', async () => {
  const production = { ENVIRONMENT: 'production', CORS_ORIGINS: 'https://app.example.com' };
  const other = await startStack({ users: false, env: { ...production, SHUTDOWN_DRAIN_SECONDS: '0' } });
  try {
    for (const url of [other.apiUrl, other.workerUrl])
      expect((await httpClient(url).get('/metrics')).status).toBe(401);
  } finally {
    await other.stop();
  }
});

describe('what operators are given', () => {
  const OURS = /\b(?:ingest|nodejs|process)_[a-z0-9_]+\b/g;
  const namesIn = (text: string): string[] => [...new Set(text.match(OURS) ?? [])].sort();
  let declared: readonly string[];

  beforeAll(async () => {
    declared = (await Promise.all([stack.apiUrl, stack.workerUrl].map(declaredNames))).flat();
  });

  const dashboard = JSON.parse(readFileSync('docs/operations/grafana-dashboard.json', 'utf8')) as {
    readonly panels: readonly {
      readonly id: number;
      readonly title: string;
      readonly type: string;
      readonly targets?: readonly { readonly expr: string }[];
    }[];
  };
  const rules = parse(readFileSync('docs/operations/alerts.yml', 'utf8')) as {
    readonly groups: readonly {
      readonly rules: readonly { readonly alert: string; readonly expr: string }[];
    }[];
  };

  it.each(dashboard.panels.filter(({ type }) => type !== 'row'))(
    'the panel “$title” asks for metrics that there are',
    ({ targets = [] }) => {
      expect(targets.length).toBeGreaterThan(0);
      for (const { expr } of targets) {
        expect(namesIn(expr).length).toBeGreaterThan(0);
        expect(declared).toEqual(expect.arrayContaining(namesIn(expr)));
      }
    },
  );

  it('the panels have ids of their own', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(rules.groups.flatMap((group) => group.rules))(
    'the alert $alert looks at metrics that there are',
    ({ expr }) => {
      expect(namesIn(expr).length).toBeGreaterThan(0);
      expect(declared).toEqual(expect.arrayContaining(namesIn(expr)));
    },
  );

  it('the reference names every metric of ours, and no other', () => {
    const ours = declared
      .map((name) => name.replace(/_(bucket|sum|count)$/, ''))
      .filter((name) => name.startsWith('ingest_'));
    const reference = readFileSync('docs/operations/metrics.md', 'utf8');
    const listed = [...reference.matchAll(/^\| `(ingest_\w+)`/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...new Set(ours)].sort());
  });
});
