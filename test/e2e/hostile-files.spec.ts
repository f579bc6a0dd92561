import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { zstdBomb } from '../parsing/zstd-frames.js';
import type { HttpClient } from '../support/http-client.js';
import { parsersOf } from '../support/parsers.js';
import { startStack, type Stack, type Variables } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { expectBalance, ingest, type InitOptions, type Job, submit, untilFinished } from './steps/jobs.js';
import { expectNoScratch } from './steps/leftovers.js';

const MEBIBYTE = 2 ** 20;
const BOUNDS = {
  MAX_DECOMPRESSED_SIZE_MB: '64',
  MAX_SCRATCH_MB: '150',
  MAX_OUTPUT_MB: '16',
  MAX_RETRIES: '1',
  RETRY_DELAY_SECONDS: '0',
  SWEEP_INTERVAL_SECONDS: '1',
};

/** Bytes that compress, but not so well that the ratio alone would give them away. */
function compressible(bytes: number, block: Buffer): Buffer {
  return Buffer.alloc(bytes, block);
}

function rows(count: number, row: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => row(index)).join('\n');
}

const keys = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `"key_${from + i}":${i}`).join(',');
const chinese = (characters: number): Buffer =>
  Buffer.from(
    Array.from({ length: characters }, (_, i) => 0x4e00 + ((i * 7919) % 20_000))
      .map((code) => String.fromCharCode(code))
      .join('') + '\n',
    'utf16le',
  );

interface Hostile {
  readonly name: string;
  readonly content: () => Buffer | string;
  readonly options?: InitOptions;
  readonly becomes: object;
}

const refused = (error_code: string): object => ({ status: 'FAILED', error_code, retry_count: 0 });
const read = (statistics: object): object => ({ status: 'COMPLETED', error_code: null, statistics });

const FILES: readonly Hostile[] = [
  {
    name: 'a gzip bomb by its ratio',
    content: () => gzipSync(Buffer.alloc(300_000_000)),
    becomes: refused('COMPRESSION_RATIO_EXCEEDED'),
  },
  { name: 'a zstd bomb', content: () => zstdBomb(8000), becomes: refused('COMPRESSION_RATIO_EXCEEDED') },
  {
    name: 'a gzip bomb by its size',
    content: () => gzipSync(compressible(80 * MEBIBYTE, Buffer.from(randomBytes(10_000).toString('hex')))),
    becomes: refused('DECOMPRESSED_TOO_LARGE'),
  },
  {
    name: 'gzip in gzip in gzip',
    content: () => gzipSync(gzipSync(gzipSync(Buffer.alloc(100_000)))),
    becomes: read({ compression: 'gzip' }),
  },
  {
    name: 'a line of 50 MB',
    content: () => Buffer.alloc(50_000_000, 'x'),
    becomes: read({ lines: 1, rejected_lines: 1, rejects: [{ code: 'LINE_TOO_LONG' }] }),
  },
  {
    name: '100,000 levels',
    content: () => `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n{"b":1}\n`,
    options: { log_format: 'ndjson' },
    becomes: read({ lines: 2, records: 1, rejects: [{ code: 'NESTING_TOO_DEEP' }] }),
  },
  {
    name: '100,000 levels of a document that never ends',
    content: () => '['.repeat(100_000),
    options: { log_format: 'json' },
    becomes: { status: 'COMPLETED', statistics: { lines: 1, records: 0 } },
  },
  {
    name: '10 million empty lines',
    content: () => Buffer.alloc(10_000_000, '\n'),
    becomes: read({ lines: 10_000_000, blank_lines: 10_000_000, records: 0 }),
  },
  {
    name: '100,000 distinct keys in one object',
    content: () => `[{${keys(100_000)}}]`,
    becomes: read({ detected_format: 'json', records: 1 }),
  },
  {
    name: '100,000 distinct keys, 100 a line',
    content: () => rows(1000, (i) => `{${keys(100, i * 100)}}`),
    becomes: read({ detected_format: 'ndjson', records: 1000 }),
  },
  { name: 'random bytes', content: () => randomBytes(5_000_000), becomes: { status: 'COMPLETED' } },
  {
    name: '100,000 columns',
    content: () =>
      rows(20, (i) =>
        i === 0 ? rows(100_000, (c) => `c${c}`).replaceAll('\n', ',') : '1' + ',1'.repeat(99_999),
      ),
    options: { log_format: 'csv' },
    becomes: read({ detected_format: 'csv', lines: 20, records: 19, structural_lines: 1 }),
  },
  {
    name: '10,000 long names over 400 nearly empty rows',
    content: () =>
      rows(401, (i) =>
        i === 0
          ? rows(10_000, (c) => `name ${c} `.padEnd(78, 'x')).replaceAll('\n', ',')
          : `2024${','.repeat(9999)}`,
      ),
    options: { log_format: 'csv' },
    becomes: read({ detected_format: 'csv', lines: 401, records: 400, structural_lines: 1 }),
  },
  {
    name: 'a million rejects',
    content: () => 'x\n'.repeat(1_000_000),
    options: { log_format: 'ndjson' },
    becomes: refused('OUTPUT_TOO_LARGE'),
  },
  {
    name: 'UTF-16 that grows on its way to UTF-8',
    content: () =>
      gzipSync(Buffer.concat([Buffer.from([0xff, 0xfe]), compressible(63 * MEBIBYTE, chinese(9_999))])),
    options: { log_format: 'text' },
    becomes: refused('SCRATCH_LIMIT_EXCEEDED'),
  },
];

let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  stack = await startStack({ workers: 0, env: BOUNDS });
  client = await stack.http.as('user');
}, 60_000);
afterAll(() => stack.stop());

async function expectNextJob(): Promise<void> {
  expect(await ingest(client, '{"a":1}\n')).toMatchObject({
    status: 'COMPLETED',
    statistics: { records: 1 },
  });
}

describe('a worker survives', () => {
  let pid: number;

  beforeAll(async () => {
    ({ pid } = await stack.add('worker'));
  }, 60_000);
  afterAll(() => stack.kill('worker'));

  it.each(FILES)('$name', async ({ content, options, becomes }) => {
    const job = await ingest(client, content(), options);
    expect(job).toMatchObject(becomes);
    if (job.status === 'COMPLETED') expectBalance(job.statistics);
    await expectNextJob();
    expect(stack.workers.map((worker) => [worker.pid, worker.ending()])).toEqual([[pid, undefined]]);
    await expectNoScratch(stack);
  });
});

describe('a worker with little', () => {
  /** One file at a worker with bounds of its own, and then a job that must succeed there. */
  async function at(env: Variables, content: Buffer | string, options?: InitOptions): Promise<Job> {
    const worker = await stack.add('worker', env);
    try {
      const job = await untilFinished(client, await submit(client, content, options));
      await expectNextJob();
      expect(worker.ending()).toBeUndefined();
      return job;
    } finally {
      await worker.stop();
    }
  }
  const objects = (count: number, bytes: number): string =>
    `[${rows(count, (i) => `{"n":${i},"x":[${'1,'.repeat(bytes / 2)}1]}`).replaceAll('\n', ',')}]`;

  it('ends a file that takes too long', async () => {
    const job = await at({ PARSE_TIMEOUT_SECONDS: '1' }, Buffer.alloc(90_000_000, '{"a":"b","c":[1,2,3]}\n'));
    expect(job).toMatchObject(refused('PARSE_TIMEOUT'));
  });

  it('ends a file that needs too much memory', async () => {
    const job = await at({ PARSE_TOTAL_MEMORY_MB: '180' }, objects(6, 14_000_000));
    expect(job).toMatchObject(refused('PARSE_MEMORY_EXCEEDED'));
  });

  it('tries a file whose parser dies again, then gives it up with a code of its own', async () => {
    const worker = await stack.add('worker');
    try {
      const jobId = await submit(client, Buffer.alloc(60_000_000, '{"a":"b","c":[1,2,3]}\n'));
      const killed = new Set<number>();
      const job = waitFor(
        async () => {
          for (const pid of parsersOf(worker.pid)) {
            process.kill(pid, 'SIGKILL');
            killed.add(pid);
          }
          const { body } = await client.get<Job>(`/jobs/${jobId}`);
          return body.status === 'FAILED' ? body : undefined;
        },
        { what: 'the job to be given up', timeoutMs: 30_000 },
      );
      expect(await job).toMatchObject({ error_code: 'PARSER_CRASHED', retry_count: 1 });
      expect(killed.size).toBeGreaterThan(1);
      await expectNextJob();
      expect(worker.ending()).toBeUndefined();
    } finally {
      await worker.stop();
    }
  });
});
