import { createHash } from 'node:crypto';
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Job, submit, untilFinished, upload } from '../e2e/steps/jobs.js';
import { resultFiles } from '../e2e/steps/leftovers.js';
import { type HttpClient, putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { startRealS3Stack, WITH_REAL_S3 } from './support/real-s3-stack.js';
import { expectNothingLeft } from './support/invariants.js';
import { IMPATIENT } from './support/patience.js';

const CONTENT = '2026-01-02T03:04:05Z INFO what was looked at\n';
const OTHER = '2026-01-02T03:04:05Z INFO what came after it\n';

let stack: Stack;
let client: HttpClient;

/** Uploads once more with the URL that is still good, after `complete` has looked at the object and before it is read. */
async function overwriteAfterComplete(): Promise<Job> {
  for (const worker of stack.workers) await worker.stop();
  const { job_id, presigned_url } = await upload(client, CONTENT);
  expect((await client.post('/ingest/files/complete', { job_id })).status).toBe(200);
  expect((await putFile(presigned_url, OTHER)).status).toBe(200);
  await stack.add('worker');
  return untilFinished(client, job_id);
}

async function expectRefused(job: Job, code: RegExp): Promise<void> {
  expect(job).toMatchObject({ status: 'FAILED', attempt: 1, retry_count: 0, statistics: null });
  expect(job.error_code).toMatch(code);
  expect(await resultFiles(stack, job.job_id)).toEqual([]);
}

describe('an object overwritten after complete', () => {
  beforeAll(async () => {
    stack = await startStack({ env: IMPATIENT });
    client = await stack.http.as('user');
  }, 90_000);
  afterAll(() => stack.stop());

  it('by its own URL: the job fails clearly, and the wrong bytes are never read', async () => {
    await expectRefused(await overwriteAfterComplete(), /^OBJECT_CHANGED$/);
  }, 60_000);

  it('in place, with the same size and time: the declared digest tells', async () => {
    for (const worker of stack.workers) await worker.stop();
    const sha256 = createHash('sha256').update(CONTENT).digest('hex');
    const jobId = await submit(client, CONTENT, { sha256 });
    const path = join(stack.storageDir, 'raw-logs', `${jobId}.log`);
    await writeFile(path, OTHER);
    await utimes(path, new Date(), new Date());
    await stack.add('worker');
    await expectRefused(await untilFinished(client, jobId), /^(OBJECT_CHANGED|CHECKSUM_MISMATCH)$/);
    await expectNothingLeft(stack);
  }, 60_000);
});

(WITH_REAL_S3 ? describe : describe.skip)('an object of a bucket overwritten after complete', () => {
  beforeAll(async () => {
    stack = await startRealS3Stack();
    client = await stack.http.as('user');
  }, 90_000);
  afterAll(() => stack.stop());

  it('by its own URL: the job fails clearly, and the wrong bytes are never read', async () => {
    const job = await overwriteAfterComplete();
    expect(job).toMatchObject({ status: 'FAILED', error_code: 'OBJECT_CHANGED', statistics: null });
  }, 60_000);
});
