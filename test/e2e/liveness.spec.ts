import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { httpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { submit, untilFinished } from './steps/jobs.js';

/** The least that there is. */
const STUCK_SECONDS = '10';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ env: { WORKER_STUCK_SECONDS: STUCK_SECONDS } });
}, 60_000);
afterAll(() => stack.stop());

it('a worker that takes nothing while work waits is not alive, and is again when it does', async () => {
  const redis = new Redis(stack.redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue('file-processing', { connection: redis });
  const worker = httpClient(stack.workerUrl);
  const api = await stack.http.as('user');
  try {
    await queue.pause();
    const jobId = await submit(api, 'one line\n');
    expect((await worker.get('/health/live')).status).toBe(200);
    const stuck = await waitFor(
      async () => {
        const answer = await worker.get<object>('/health/live');
        return answer.status === 503 ? answer : undefined;
      },
      { what: 'the worker to be found stuck', timeoutMs: 20_000 },
    );
    expect(stuck.body).toEqual({
      status: 'stuck',
      faults: [`work is waiting and none was taken for ${STUCK_SECONDS} s`],
    });
    expect((await worker.get('/health/ready')).status).toBe(200);
    expect((await stack.http.get('/health/live')).status).toBe(200);
    await queue.resume();
    await untilFinished(api, jobId);
    expect((await worker.get('/health/live')).status).toBe(200);
  } finally {
    await queue.close();
    redis.disconnect();
  }
}, 60_000);
