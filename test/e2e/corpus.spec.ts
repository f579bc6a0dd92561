import { readFile } from 'node:fs/promises';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { listSamples } from './steps/corpus.js';
import { expectBalance, type Job, submit, untilFinished } from './steps/jobs.js';
import { expectNoScratch } from './steps/leftovers.js';
import { parquetPath, queryParquet } from './steps/parquet.js';
import { expectProblem, pointersOf } from './steps/problems.js';

describe('every file of the corpus, found out by the service', () => {
  let stack: Stack;
  let client: HttpClient;
  const finished = new Map<string, Job>();

  beforeAll(async () => {
    stack = await startStack();
    client = await stack.http.as('user');
    const submitted: [string, string][] = [];
    for (const path of await listSamples()) {
      const content = await readFile(path);
      if (content.length > 0) submitted.push([path, await submit(client, content, { filename: path })]);
    }
    for (const [path, jobId] of submitted) finished.set(path, await untilFinished(client, jobId, 120_000));
  }, 180_000);
  afterAll(() => stack.stop());

  it('is not a handful', () => {
    expect(finished.size).toBeGreaterThan(50);
  });

  it('comes to an end with one attempt', () => {
    const odd = [...finished].filter(([, job]) => job.status !== 'COMPLETED' || job.attempt !== 1);
    expect(odd.map(([path, job]) => [path, job.status, job.error_code, job.attempt])).toEqual([]);
  });

  it('is counted to the last line', async () => {
    for (const [path, job] of finished) {
      const content = await readFile(path);
      expectBalance(job.statistics);
      expect([path, job.statistics.bytes]).toEqual([path, content.length]);
      if (job.statistics.compression !== 'none' || job.statistics.encoding !== 'utf-8') continue;
      expect([path, job.statistics.lines]).toEqual([path, countLines(content)]);
    }
  });

  it('has as many rows in its result as records in its count', async () => {
    for (const [path, job] of finished) {
      const [row] = await queryParquet(
        parquetPath(stack, job),
        'SELECT count(*) AS records, coalesce(sum(line_count), 0)::BIGINT AS lines FROM records',
      );
      expect([path, row]).toEqual([
        path,
        { records: BigInt(job.statistics?.records ?? -1), lines: BigInt(job.statistics?.record_lines ?? -1) },
      ]);
    }
  });

  it('leaves the same worker alive, its scratch empty', async () => {
    expect(stack.workers.map((worker) => worker.ending())).toEqual([undefined]);
    expect((await fetch(`${stack.workerUrl}/health/ready`)).status).toBe(200);
    await expectNoScratch(stack);
  });

  it('cannot be declared where it has no byte', async () => {
    const empty = await client.post('/ingest/files/init', { filename: 'logfile_empty.0', size: 0 });
    expect(pointersOf(expectProblem(empty, 422, 'VALIDATION_FAILED'))).toEqual(['/size']);
  });
});

/** LF, CRLF and a lone CR each end a line; what follows the last end is one more, unless it is nothing. */
function countLines(content: Buffer): number {
  const ends = content.toString('latin1').match(/\r\n|\n|\r/g)?.length ?? 0;
  const last = content.at(-1);
  return last === 0x0a || last === 0x0d ? ends : ends + 1;
}
