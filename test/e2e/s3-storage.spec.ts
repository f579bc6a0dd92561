import { readFile } from 'node:fs/promises';
import { putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { init, untilFinished, upload } from './steps/jobs.js';

const {
  TEST_S3_ENDPOINT: endpoint,
  TEST_S3_ACCESS_KEY: accessKey = '',
  TEST_S3_SECRET_KEY: secretKey = '',
} = process.env;

(endpoint === undefined ? describe.skip : describe)('with S3 storage', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({
      env: {
        STORAGE_TYPE: 'S3',
        S3_ENDPOINT: endpoint ?? '',
        S3_ACCESS_KEY: accessKey,
        S3_SECRET_KEY: secretKey,
        S3_BUCKET: `e2e-${String(process.pid)}-${String(Date.now())}`,
      },
    });
  }, 60_000);

  afterAll(() => stack.stop());

  it('takes a file straight into the bucket and through the worker', async () => {
    const user = await stack.http.as('user');
    const content = await readFile('test/corpus/apache-combined/apache_logs');
    const ticket = await upload(user, content);
    expect(new URL(ticket.presigned_url).origin).toBe(new URL(endpoint ?? '').origin);
    await user.post('/ingest/files/complete', { job_id: ticket.job_id });
    const job = await untilFinished(user, ticket.job_id);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      attempt: 1,
      statistics: { lines: 10_000, records: 10_000 },
    });
  });

  it('fails a job whose object was replaced after complete, and never reads the wrong bytes', async () => {
    await stack.kill('worker');
    const user = await stack.http.as('user');
    const { job_id, presigned_url } = await upload(user, 'first\n');
    await user.post('/ingest/files/complete', { job_id });
    expect((await putFile(presigned_url, 'other\n')).status).toBe(200);
    await stack.add('worker');
    const job = await untilFinished(user, job_id);
    expect(job).toMatchObject({ status: 'FAILED', error_code: 'OBJECT_CHANGED' });
  });

  it('answers 409 for an object that is not there', async () => {
    const user = await stack.http.as('user');
    const { job_id } = await init(user, 6);
    const answer = await user.post('/ingest/files/complete', { job_id });
    expect(answer).toMatchObject({ status: 409, body: { code: 'UPLOAD_MISSING' } });
  });
});
