import { setMaxListeners } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Queries } from '../../src/logs/queries.js';
import { QueryPool } from '../../src/logs/query/query-pool.js';
import { QueryProcess } from '../../src/logs/query/query-process.js';
import type { HistogramQuery, NewestQuery, PageQuery } from '../../src/logs/query/query-request.js';
import type { RecordFilter } from '../../src/logs/record-filter.js';
import { type OpenResult, ResultFiles } from '../../src/logs/result-files/result-files.js';
import { isAlive } from '../support/is-alive.js';
import { waitFor } from '../support/wait-for.js';

const ENTRY = pathToFileURL(resolve(__dirname, '../../dist/src/logs/query/query.child.js'));
const RECORDS = 50_000;
const ALL: RecordFilter = { fromMicros: null, toMicros: null, severityMin: null, text: null, fields: [] };
/** So many files that looking through them takes minutes. */
const SLOW_FILES = 3_000;

let folder: string;
let path: string;
let pool: QueryPool;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'query-pool-'));
  path = join(folder, 'records', 'some.parquet');
  await writeParquet(path);
});
afterEach(() => {
  pool.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** As the worker writes it, as far as queries look. */
async function writeParquet(target: string): Promise<void> {
  mkdirSync(join(folder, 'records'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (
    SELECT i + 1 AS line_no, 1::INTEGER AS line_count, make_timestamp(i * 1000000) AS timestamp,
      make_timestamp(0::BIGINT) AS observed_timestamp, (i % 24 + 1)::UTINYINT AS severity_number,
      NULL::VARCHAR AS severity_text, 'body ' || i AS body, 'service ' || (i % 30) AS service,
      NULL::VARCHAR AS host, NULL::VARCHAR AS trace_id, NULL::VARCHAR AS span_id,
      '{"a": {"b": {"c": {"d": {"e": ' || i || '}}}}}' AS attributes, 'raw ' || i AS raw, '{}' AS labels, 'job' AS job_id
    FROM range(${RECORDS}) AS r(i)) TO '${target}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

function openPool(processes = 1, options: { memoryMb?: number; entry?: URL } = {}): QueryPool {
  const settings = { directory: join(folder, 'records'), memoryMb: options.memoryMb ?? 256, threads: 2 };
  pool = new QueryPool(
    Array.from({ length: processes }, () => new QueryProcess(settings, options.entry ?? ENTRY)),
  );
  return pool;
}

function page(filter: RecordFilter = ALL, more: Partial<PageQuery> = {}): PageQuery {
  const bounds = { after: null, limit: 2, maxBytes: 1e6, separator: ',', descending: false } as const;
  return { kind: 'page', path, filter, ...bounds, ...more };
}

function slow(): NewestQuery {
  const filter = { ...ALL, text: 'nowhere to be found' };
  return { kind: 'newest', paths: Array<string>(SLOW_FILES).fill(path), filter, after: null, limit: 10 };
}

function histogram(by: HistogramQuery['by']): HistogramQuery {
  return { kind: 'histogram', path, filter: ALL, by, originMicros: 0n, intervalMicros: 10_000_000_000n };
}

const linesOf = (text: Uint8Array): number[] =>
  (JSON.parse(`[${Buffer.from(text).toString()}]`) as { line_no: number }[]).map((record) => record.line_no);

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'stopped';

/** A process that does as told with the first query that it gets, then as the real one. */
function faultyEntry(name: string, body: string): URL {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, body);
  return pathToFileURL(file);
}

/** Gives its first file a moment before it vanishes, as an evicted one does. */
class VanishingFiles extends ResultFiles {
  readonly directory = join(folder, 'records');
  opened = 0;

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  open(key: string): Promise<OpenResult> {
    const copy = join(this.directory, `copy-${this.opened}.parquet`);
    copyFileSync(join(this.directory, key), copy);
    if (this.opened === 0) rmSync(copy);
    this.opened += 1;
    return Promise.resolve({ path: copy, release: () => undefined, discard: () => Promise.resolve() });
  }
}

describe('queries', () => {
  it('page through a file forwards and backwards', async () => {
    const forwards = await openPool().run(page());
    expect(linesOf(forwards.text)).toEqual([1, 2]);
    expect(forwards).toMatchObject({ count: 2, last: 1, more: true });
    expect(linesOf((await pool.run(page(ALL, { after: 1 }))).text)).toEqual([3, 4]);
    const end = await pool.run(page(ALL, { after: RECORDS - 2 }));
    expect(end).toMatchObject({ count: 1, last: RECORDS - 1, more: false });
    const backwards = await pool.run(page(ALL, { descending: true, after: 100 }));
    expect(linesOf(backwards.text)).toEqual([100, 99]);
    expect(await pool.run(page(ALL, { after: RECORDS }))).toMatchObject({
      count: 0,
      last: null,
      more: false,
    });
  });

  it.each([false, true])(
    'end a page that grows too long, and go on behind it (backwards: %s)',
    async (descending) => {
      const bounds = { limit: 500, maxBytes: 3_000, descending };
      const first = await openPool().run(page(ALL, bounds));
      expect(first.text.length).toBeLessThanOrEqual(3_100);
      expect(first).toMatchObject({ more: true });
      const lines = linesOf(first.text);
      expect(lines.length).toBeGreaterThan(1);
      const next = linesOf((await pool.run(page(ALL, { ...bounds, after: first.last }))).text);
      expect(next[0]).toBe((lines.at(-1) ?? 0) + (descending ? -1 : 1));
      const tiny = await pool.run(page(ALL, { ...bounds, maxBytes: 1 }));
      expect(tiny).toMatchObject({ count: 1, more: true });
    },
  );

  it('count severities by range, and only the most frequent services', async () => {
    const severities = await openPool().run(histogram('severity'));
    const total = (key: string): number =>
      severities.filter((one) => one.key === key).reduce((sum, one) => sum + one.count, 0);
    expect(total('INFO')).toBe(
      Array.from({ length: RECORDS }, (_u, i) => (i % 24) + 1).filter((n) => n > 8 && n < 13).length,
    );
    const services = await pool.run(histogram('service'));
    expect(new Set(services.map((one) => one.key)).size).toBe(21);
    expect(services.reduce((sum, one) => sum + one.count, 0)).toBe(RECORDS);
  });

  it('reach no file outside the folder, and none that is no Parquet', async () => {
    const outside = join(folder, 'outside.parquet');
    copyFileSync(path, outside);
    openPool();
    await expect(pool.run(page(ALL, { path: outside }))).rejects.toMatchObject({ code: 'RESULT_UNREADABLE' });
    await expect(pool.run(page(ALL, { path: '/etc/passwd' }))).rejects.toMatchObject({ kind: 'internal' });
    const link = join(folder, 'records', '..', 'outside.parquet');
    await expect(pool.run(page(ALL, { path: link }))).rejects.toMatchObject({ code: 'RESULT_UNREADABLE' });
    const text = join(folder, 'records', 'text.parquet');
    writeFileSync(text, 'this is no Parquet, but it is long enough to be taken for some');
    await expect(pool.run(page(ALL, { path: text }))).rejects.toMatchObject({ code: 'RESULT_UNREADABLE' });
    expect(await pool.run(page())).toMatchObject({ count: 2 });
  });

  it('open their file again when it vanished before it was read', async () => {
    const files = new VanishingFiles();
    const toQuery = ([copy = '']: readonly string[]): PageQuery => page(ALL, { path: copy });
    const found = await new Queries(files, openPool()).run(['some.parquet'], toQuery, undefined);
    expect(found).toMatchObject({ count: 2 });
    expect(files.opened).toBe(2);
  });

  it('say nothing of the engine to whoever reads the error', async () => {
    const error: Error = await openPool()
      .run(page(ALL, { path: join(folder, 'records', 'secret-name.parquet') }))
      .then(
        () => new Error('it went well'),
        (caught: unknown) => caught as Error,
      );
    expect(`${error.message} ${String((error.cause as Error).stack)}`).not.toMatch(/secret-name|parquet\b/);
    expect((error.cause as Error).message).toBe('the engine raised IO Error');
  });

  it('stop when they are told to, and leave their process to the next', async () => {
    openPool();
    await pool.run(page());
    const stop = new AbortController();
    const startedAt = performance.now();
    const stopped = pool.run(slow(), stop.signal);
    const next = pool.run(page());
    setTimeout(() => {
      stop.abort(new Error('enough'));
    }, 300);
    await expect(stopped).rejects.toThrow('enough');
    expect(await next).toMatchObject({ count: 2 });
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });

  it('leave the queue when they are told to', async () => {
    openPool();
    const stop = new AbortController();
    const running = pool.run(slow(), stop.signal).catch((error: unknown) => error);
    const leave = new AbortController();
    const waiting = pool.run(page(), leave.signal);
    leave.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await expect(pool.run(page(), AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    stop.abort(new Error('enough'));
    await expect(running).resolves.toThrow('enough');
  });

  it('are refused when too many wait', async () => {
    openPool();
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const waiting = Array.from({ length: 300 }, () =>
      pool.run(slow(), stop.signal).then(() => 'answered', codeOf),
    );
    const first = await Promise.race(waiting);
    expect(first).toBe('QUERIES_BUSY');
    stop.abort(new Error('enough'));
    const outcomes = await Promise.all(waiting);
    expect(outcomes.filter((one) => one === 'QUERIES_BUSY')).toHaveLength(99);
  });

  it('fail alone when they need too much memory', async () => {
    openPool(1, { memoryMb: 64 });
    const big = join(folder, 'records', 'big.parquet');
    await writeWideParquet(big);
    await expect(pool.run(page(ALL, { path: big, limit: 5_000 }))).rejects.toMatchObject({
      code: 'QUERY_TOO_LARGE',
    });
    expect(await pool.run(page())).toMatchObject({ count: 2 });
  });

  it('are run again when their process dies in the middle, and fail when it does so twice', async () => {
    const real = JSON.stringify(ENTRY.href);
    const mark = JSON.stringify(join(folder, 'died'));
    const once = faultyEntry(
      'dies-once',
      `import { existsSync, writeFileSync } from 'node:fs';
       if (existsSync(${mark})) await import(${real});
       else process.on('message', ({ type }) => { if (type === 'query') { writeFileSync(${mark}, ''); process.kill(process.pid, 'SIGKILL'); } });`,
    );
    expect(await openPool(1, { entry: once }).run(page())).toMatchObject({ count: 2 });
    pool.close();
    const always = faultyEntry(
      'dies',
      `process.on('message', ({ type }) => { if (type === 'query') process.exit(3); });`,
    );
    await expect(openPool(1, { entry: always }).run(page())).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      kind: 'internal',
    });
  });

  it('find another process when theirs was killed while it was idle', async () => {
    const pidFile = join(folder, 'pid');
    const tells = faultyEntry(
      'tells-its-pid',
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
       await import(${JSON.stringify(ENTRY.href)});`,
    );
    openPool(1, { entry: tells });
    await pool.run(page());
    const idle = Number(readFileSync(pidFile, 'utf8'));
    process.kill(idle, 'SIGKILL');
    await waitFor(() => !isAlive(idle), { what: 'the idle process to end' });
    expect(await pool.run(page())).toMatchObject({ count: 2 });
    expect(Number(readFileSync(pidFile, 'utf8'))).not.toBe(idle);
  }, 20_000);

  it('take their process with them when it does not stop', async () => {
    const deaf = faultyEntry(
      'deaf',
      `process.on('message', ({ type }) => { if (type === 'query') for (;;); });`,
    );
    openPool(1, { entry: deaf });
    const startedAt = performance.now();
    await expect(pool.run(page(), AbortSignal.timeout(200))).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('settle when they are told to stop, though somebody keeps the channel of their process open', async () => {
    const holderFile = join(folder, 'holder');
    const held = faultyEntry(
      'held',
      `import { spawn } from 'node:child_process';
       import { writeFileSync } from 'node:fs';
       const holder = spawn('sleep', ['60'], { stdio: ['ignore', 'ignore', 'ignore', 3] });
       writeFileSync(${JSON.stringify(holderFile)}, String(holder.pid));
       process.on('message', ({ type }) => { if (type === 'query') for (;;); });`,
    );
    const stop = new AbortController();
    const stopped = openPool(1, { entry: held }).run(page(), stop.signal).catch(String);
    await waitFor(() => existsSync(holderFile), { what: 'the process to start' });
    stop.abort(new Error('enough'));
    try {
      expect(await stopped).toBe('Error: enough');
    } finally {
      process.kill(Number(readFileSync(holderFile, 'utf8')), 'SIGKILL');
    }
  }, 20_000);

  it('end with the pool', async () => {
    openPool();
    const running = pool.run(slow()).catch(codeOf);
    const waiting = pool.run(page()).catch(codeOf);
    pool.close();
    expect(await Promise.all([running, waiting])).toEqual(['QUERY_FAILED', 'QUERY_FAILED']);
    await expect(pool.run(page())).rejects.toMatchObject({ code: 'QUERY_FAILED' });
  });
});

/** Records so wide that a vector of them does not fit. */
async function writeWideParquet(target: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (
    SELECT * REPLACE (repeat(md5(line_no::VARCHAR), 1500) AS raw, repeat(md5(body), 1500) AS body)
    FROM read_parquet('${path}') LIMIT 4000) TO '${target}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}
