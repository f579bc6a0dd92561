import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type HttpClient, putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { getJob, init, untilFinished, upload } from './steps/jobs.js';
import { expectProblem } from './steps/problems.js';

const CONTENT = 'hello\n';

describe('an upload whose time is over', () => {
  let stack: Stack;
  let client: HttpClient;

  beforeAll(async () => {
    stack = await startStack({
      env: { UPLOAD_URL_EXPIRE_SECONDS: '60', UPLOAD_GRACE_SECONDS: '0', SWEEP_INTERVAL_SECONDS: '1' },
    });
    client = await stack.http.as('user');
  }, 60_000);
  afterAll(() => stack.stop());

  it('fails the job and removes the object; jobs in time stay', async () => {
    const [late, inTime] = [await upload(client, CONTENT), await upload(client, CONTENT)];
    expect(late.expires_in).toBe(60);
    await stack.query(`UPDATE file_uploads SET expires_at = now() - interval '1 second' WHERE job_id = $1`, [
      late.job_id,
    ]);
    const job = await untilFinished(client, late.job_id);
    expect(job).toMatchObject({ status: 'FAILED', error_code: 'UPLOAD_EXPIRED', attempt: 0, retry_count: 0 });
    const left = async (): Promise<(string | undefined)[]> =>
      (await readdir(join(stack.storageDir, 'raw-logs'))).map((name) => name.split('.')[0]);
    await waitFor(async () => !(await left()).includes(late.job_id), { what: 'its object to go' });
    expect(await left()).toEqual([inTime.job_id]);
    expect((await getJob(client, inTime.job_id)).status).toBe('CREATED');
    expectProblem(
      await client.post('/ingest/files/complete', { job_id: late.job_id }),
      409,
      'JOB_STATE_CONFLICT',
    );
  });

  it('has its end signed into the URL: moved back or forth, it is refused', async () => {
    const ticket = await init(client, CONTENT.length);
    const url = new URL(ticket.presigned_url);
    const expires = Number(url.searchParams.get('expires'));
    // Never later, or whoever trusts it is refused.
    expect([0, 1]).toContain(expires - Date.parse(ticket.expires_at) / 1000);
    for (const other of [expires - 61, expires + 1]) {
      url.searchParams.set('expires', String(other));
      expect((await putFile(url.href, CONTENT)).status).toBe(403);
    }
  });
});
