import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startChild } from '../support/child.js';
import { createTestDatabase } from '../support/database.js';
import { freePort } from '../support/ports.js';
import { startRedis, withRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
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

/** A data folder with no stack in it: whoever runs the tests may have one running. */
const NO_STACK = join(tmpdir(), 'ingest-doctor-no-stack');
const LINE = /^(ok|warn|FAIL) {2,6}(\S.*?) {2,}(\S.*)$/;

async function doctor(env: Readonly<Record<string, string>> = {}): Promise<Report> {
  return run({ ...stack.env, INGEST_DATA_DIR: NO_STACK, ...env });
}

async function run(env: Readonly<Record<string, string>>): Promise<Report> {
  const result = await runCommand('doctor', [], env);
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

describe('npm run doctor beside npm start', () => {
  const NPM_START = `import { runLocalStack } from '${resolve(process.env['TEST_DIST'] ?? 'dist', 'src/scripts/local-stack.js')}';
    process.exit(await runLocalStack());`;

  it('takes the settings of the stack, and those that are given before them', async () => {
    const data = await mkdtemp(join(tmpdir(), 'ingest-doctor-'));
    const { DATABASE_URL = '', REDIS_URL = '' } = stack.env;
    const started = await startChild({
      name: 'npm start',
      command: process.execPath,
      args: ['--input-type=module', '-e', NPM_START],
      env: { INGEST_DATA_DIR: data, DATABASE_URL, REDIS_URL, PORT: '0', WORKER_PORT: '0' },
    });
    try {
      const beside = { INGEST_DATA_DIR: data };
      await waitFor(() => started.output().includes('/docs'), { what: 'the stack', timeoutMs: 40_000 });
      const report = await run(beside);
      expect([failed(report), report.code]).toEqual([[], 0]);
      for (const point of ['stack', 'secret', 'postgres', 'redis', 'storage', 'upload']) {
        expect([point, report.points[point]?.[0]]).toEqual([point, 'ok']);
      }
      expect(report.points['storage']?.[1]).toContain(data);

      const other = await run({ ...beside, JWT_SECRET_KEY: 'another secret than that of the running API' });
      expect(failed(other)).toEqual(['upload']);
      expect(other.points['upload']?.[1]).toContain('JWT_SECRET_KEY');
      const production = { ...stack.env, ENVIRONMENT: 'production', CORS_ORIGINS: 'https://app.example.com' };
      expect((await run({ ...production, ...beside })).points).not.toHaveProperty('stack');
    } finally {
      await started.stop();
      await rm(data, { recursive: true, force: true });
    }
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

  it('tells which setting is wrong', async () => {
    const advice = async (wrong: Readonly<Record<string, string>>): Promise<string | undefined> => {
      const report = await doctor({ ...s3, ...wrong });
      expect(failed(report)).toEqual(['storage']);
      return report.points['storage']?.[1];
    };
    expect(await advice({ S3_SECRET_KEY: 'wrong' })).toContain('S3_SECRET_KEY does not belong');
    expect(await advice({ S3_ACCESS_KEY: 'wrong' })).toContain('S3_ACCESS_KEY is not known');
    expect(await advice({ S3_BUCKET: 'there-is-no-such-bucket' })).toContain('S3_BUCKET is not there');
    const { TEST_S3_STRANGER_ACCESS_KEY: stranger = '', TEST_S3_STRANGER_SECRET_KEY: secret = '' } =
      process.env;
    expect(await advice({ S3_ACCESS_KEY: stranger, S3_SECRET_KEY: secret })).toContain(
      'S3_ACCESS_KEY may not use',
    );
  });
});
