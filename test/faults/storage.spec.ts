import { bigFile } from '../e2e/steps/big-file.js';
import { getJob, ingest, type Job, submit, untilFinished, untilJob, upload } from '../e2e/steps/jobs.js';
import { expectNoScratch } from '../e2e/steps/leftovers.js';
import type { HttpClient } from '../support/http-client.js';
import type { Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { completedTwice } from './support/doubles.js';
import { effort } from './support/effort.js';
import { printFigures } from './support/figures.js';
import { accountOf } from './support/invariants.js';
import { realS3Endpoint, startRealS3Stack, WITH_REAL_S3 } from './support/real-s3-stack.js';
import { expectSameUsage, type Usage, usageOf } from './support/usage.js';
import { type S3Proxy, type StorageFault, startS3Proxy } from './support/s3-proxy.js';

const JOBS = effort(2, 8);
/** A read that stands still is given up after half a minute. */
const ONE_FAULT_MS = 180_000;

let proxy: S3Proxy;
let stack: Stack;
let client: HttpClient;
let content: Buffer;
let undisturbed: Job;
let used: Usage[];

/** Requests of workers for objects, as opposed to those of readiness. */
const isObject = (path: string): boolean => /\/(raw-logs|parsed|rejects)\//.test(path);

/** The fault hits what workers do: reads, or writes of results. The SDK itself tries three times before it gives up. */
const FAULTS: readonly [StorageFault, 'GET' | 'PUT'][] = [
  ['unavailable', 'GET'],
  ['unavailable', 'PUT'],
  ['reset', 'GET'],
  ['reset', 'PUT'],
  ['short', 'GET'],
  ['stall', 'GET'],
];

(WITH_REAL_S3 ? describe : describe.skip)('storage', () => {
  beforeAll(async () => {
    proxy = await startS3Proxy(realS3Endpoint());
    // Clients upload past the proxy: what is tested is the way of the service to its storage.
    [stack, { content }] = await Promise.all([
      startRealS3Stack({
        S3_ENDPOINT: proxy.url,
        S3_PUBLIC_ENDPOINT: realS3Endpoint(),
        MAX_RETRIES: '10',
      }),
      bigFile(2),
    ]);
    client = await stack.http.as('user');
    undisturbed = await ingest(client, content);
    used = usageOf(stack);
  }, 120_000);
  afterAll(async () => {
    proxy.restore();
    await stack.stop();
    await proxy.stop();
  });

  async function submitAll(): Promise<string[]> {
    const jobIds: string[] = [];
    for (let count = 0; count < JOBS; count += 1) jobIds.push(await submit(client, content));
    return jobIds;
  }

  it.each(FAULTS)(
    '%s at every %s: jobs are tried again, and end well when it is over',
    async (fault, method) => {
      const before = proxy.faults();
      proxy.fail((of, path) => (of === method && isObject(path) ? fault : undefined));
      const jobIds = await submitAll();
      const first = jobIds[0] ?? '';
      const retried = await untilJob(client, first, (job) => job.retry_count > 0, {
        what: 'a retry',
        timeoutMs: 120_000,
      });
      expect(retried.error_code).toBe('STORAGE_UNAVAILABLE');
      expect(proxy.faults()).toBeGreaterThan(before);
      proxy.restore();
      for (const jobId of jobIds) {
        const job = await untilFinished(client, jobId, 120_000);
        expect(job).toMatchObject({ status: 'COMPLETED', error_code: null });
        expect(accountOf(job)).toEqual(accountOf(undisturbed));
      }
      await expectNoScratch(stack);
      await expectSameUsage(used);
      const double = await completedTwice(stack);
      printFigures(`storage: ${fault} at ${method}`, {
        jobs: jobIds.length,
        lost: 0,
        double: double.length,
        faults: proxy.faults() - before,
      });
      expect(double).toEqual([]);
    },
    ONE_FAULT_MS,
  );

  it('unavailable at complete: 503, the job stays CREATED, and the next call queues it', async () => {
    proxy.fail((method) => (method === 'HEAD' ? 'unavailable' : undefined));
    const { job_id } = await upload(client, content);
    const refused = await client.post('/ingest/files/complete', { job_id });
    expect(refused).toMatchObject({ status: 503, body: { code: 'STORAGE_UNAVAILABLE' } });
    expect((await getJob(client, job_id)).status).toBe('CREATED');
    proxy.restore();
    await waitFor(async () => (await client.post('/ingest/files/complete', { job_id })).status === 200, {
      what: 'complete to succeed',
    });
    expect(await untilFinished(client, job_id)).toMatchObject({ status: 'COMPLETED', attempt: 1 });
  }, 60_000);
});
