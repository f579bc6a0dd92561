import { readdir } from 'node:fs/promises';
import { createTestDatabase } from '../support/database.js';
import { freePort } from '../support/ports.js';
import { startRedis, withRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { type CommandResult, runCommand } from './steps/command.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
}, 60_000);
afterAll(() => stack.stop());

interface Report {
  readonly code: number | null;
  /** Verdict and sentence of each point. */
  readonly points: Readonly<Record<string, readonly [verdict: string, text: string]>>;
}

const LINE = /^(ok|warn|FAIL) {2,6}(\S.*?) {2,}(\S.*)$/;

async function doctor(env: Readonly<Record<string, string>> = {}): Promise<Report> {
  const result = await runCommand('doctor', [], { ...stack.env, ...env });
  return { code: result.code, points: pointsOf(result) };
}

function pointsOf({ stdout, stderr }: CommandResult): Report['points'] {
  expect(stderr).toBe('');
  const points = stdout.split('\n').flatMap((line) => {
    const [, verdict = '', point = '', text = ''] = LINE.exec(line) ?? [];
    return point === '' ? [] : [[point, [verdict, text] as const] as const];
  });
  return Object.fromEntries(points);
}

async function objects(): Promise<string[]> {
  const entries = await readdir(stack.storageDir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

const failed = ({ points }: Report): string[] =>
  Object.entries(points).flatMap(([point, [verdict]]) => (verdict === 'FAIL' ? [point] : []));

describe('npm run doctor', () => {
  it('finds nothing wrong with a running service, and leaves nothing behind', async () => {
    const before = await objects();
    const report = await doctor();
    expect(failed(report)).toEqual([]);
    expect(report.code).toBe(0);
    for (const point of [
      ...['secret', 'postgres', 'migrations', 'clock (postgres)', 'admin', 'connections'],
      ...[
        'redis',
        'redis policy',
        'redis durability',
        'storage',
        'upload',
        'upload size',
        'cors',
        'cors etag',
        'disk',
      ],
    ]) {
      expect([point, report.points[point]?.[1]]).toEqual([point, expect.stringMatching(/^\S.*\.$/)]);
    }
    expect(report.points['upload']).toEqual(['ok', expect.stringContaining('presigned PUT')]);
    expect(report.points['cors']?.[0]).toBe('ok');
    expect(report.points['default users']).toEqual(['warn', expect.stringContaining('admin, user, viewer')]);
    expect(await objects()).toEqual(before);
  });

  it('fails in production where a default user has its default password', async () => {
    const report = await doctor({ ENVIRONMENT: 'production', CORS_ORIGINS: 'https://app.example.com' });
    expect(report.code).toBe(1);
    expect(failed(report)).toEqual(['default users']);
    expect(report.points['public url']?.[0]).toBe('warn');
    expect(report.points['metrics']?.[0]).toBe('warn');
  });

  it('tells of a Redis that evicts', async () => {
    const redis = await startRedis();
    try {
      await withRedis(redis.url, (client) => client.config('SET', 'maxmemory-policy', 'volatile-lru'));
      const report = await doctor({ REDIS_URL: redis.url });
      expect(report.code).toBe(1);
      expect(failed(report)).toEqual(['redis policy']);
      expect(report.points['redis policy']?.[1]).toContain('volatile-lru');
    } finally {
      await redis.stop();
    }
  });

  it('tells of a schema that is behind', async () => {
    const database = await createTestDatabase({ empty: true });
    try {
      const report = await doctor({ DATABASE_URL: database.url });
      expect(failed(report)).toEqual(['migrations']);
      expect(report.points['migrations']?.[1]).toContain('npm run migrate');
    } finally {
      await database.drop();
    }
  });

  it('tells of every part that is away, not only of the first', async () => {
    const port = await freePort();
    const report = await doctor({
      DATABASE_URL: `postgresql://someone:S3cretWord@127.0.0.1:${port}/logs`,
      REDIS_URL: `redis://:S3cretWord@127.0.0.1:${port}`,
      STORAGE_TYPE: 'S3',
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
    });
    expect(report.code).toBe(1);
    expect(failed(report)).toEqual(['postgres', 'redis', 'storage']);
    expect(JSON.stringify(report.points)).not.toContain('S3cretWord');
    expect(report.points['postgres']?.[1]).toContain('ECONNREFUSED');
  });

  it('tells that nobody takes uploads', async () => {
    const report = await doctor({ PUBLIC_URL: `http://127.0.0.1:${await freePort()}` });
    expect(report.points['upload']).toEqual(['warn', expect.stringContaining('Nobody takes uploads')]);
  });
});

const {
  TEST_S3_ENDPOINT: endpoint,
  TEST_S3_ACCESS_KEY: accessKey = '',
  TEST_S3_SECRET_KEY: secretKey = '',
} = process.env;

(endpoint === undefined ? describe.skip : describe)('npm run doctor, with S3 storage', () => {
  const s3 = {
    STORAGE_TYPE: 'S3',
    S3_ENDPOINT: endpoint ?? '',
    S3_ACCESS_KEY: accessKey,
    S3_SECRET_KEY: secretKey,
    S3_BUCKET: `doctor-${process.pid}-${Date.now()}`,
  };

  it('tells that there is no bucket, and when it is there tries it as clients and browsers do', async () => {
    expect(failed(await doctor(s3))).toEqual(['storage']);
    await stack.add('worker', s3); // a start makes the bucket
    const report = await doctor(s3);
    expect(failed(report)).toEqual([]);
    for (const point of ['upload', 'upload size', 'cors', 'clock (storage)']) {
      expect([point, report.points[point]?.[0]]).toEqual([point, 'ok']);
    }
  });

  it('tells of a key that is wrong', async () => {
    expect(failed(await doctor({ ...s3, S3_SECRET_KEY: 'wrong' }))).toEqual(['storage']);
  });
});
