import { Agent, get } from 'node:http';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RedisProcess, startRedis } from '../support/redis.js';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { bigFile } from './steps/big-file.js';
import { getJob, init, submit, untilJob } from './steps/jobs.js';
import { beginUpload, type SlowUpload } from './steps/slow-upload.js';

const CONTENT = '2026-01-02T03:04:05Z INFO a line that takes its time\n';
/** Every connection of the service at debug level, so that the whole order can be seen. */
const ENV = { LOG_LEVEL: 'debug', SHUTDOWN_TIMEOUT_SECONDS: '10' };

let redis: RedisProcess;
let stack: Stack;

beforeAll(async () => {
  redis = await startRedis();
  stack = await startStack({ redisUrl: redis.url, env: ENV });
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await redis.stop();
});

/** An upload at this API that has begun and not ended. */
async function uploadInFlight(api: StackProcess): Promise<SlowUpload> {
  const { presigned_url } = await init(await stack.http.as('user'), CONTENT.length);
  const { pathname, search } = new URL(presigned_url);
  const upload = await beginUpload(`${api.url}${pathname}${search}`, CONTENT);
  await waitFor(async () => (await readdir(join(stack.storageDir, '.incoming'))).length > 0, {
    what: 'the upload to arrive',
  });
  return upload;
}

function expectInOrder(process: StackProcess, messages: readonly string[]): void {
  const written = process
    .output()
    .split('\n')
    .map((line) => /"msg":"([^"]*)"/.exec(line)?.[1] ?? '');
  const found = messages.map((message) => written.findIndex((line) => line.startsWith(message)));
  expect({ messages, found }).toEqual({ messages, found: found.toSorted((a, b) => a - b) });
  expect(found).not.toContain(-1);
}

const untilEnded = (process: StackProcess, timeoutMs: number): Promise<boolean> =>
  waitFor(() => process.ending() !== undefined, { timeoutMs, what: `${process.name} to end` });
const untilSaid = (process: StackProcess, words: string): Promise<boolean> =>
  waitFor(() => process.output().includes(words), { what: `"${words}"` });

describe('an API that is told to stop', () => {
  it('is not ready, serves whoever still comes, finishes what runs, and closes in order', async () => {
    const api = await stack.add('api', { SHUTDOWN_DRAIN_SECONDS: '1' });
    const upload = await uploadInFlight(api);
    api.signal('SIGTERM');
    await untilSaid(api, 'readiness is off');
    const [ready, live] = await Promise.all([
      fetch(`${api.url}/health/ready`),
      fetch(`${api.url}/health/live`),
    ]);
    expect([ready.status, live.status]).toEqual([503, 200]);
    expect(await ready.json()).toMatchObject({ status: 'not_ready' });
    await untilSaid(api, 'accepting no more connections');
    await waitFor(
      () =>
        fetch(`${api.url}/health/live`).then(
          () => false,
          () => true,
        ),
      {
        what: 'connections to be refused',
      },
    );
    expect(api.ending()).toBeUndefined();
    // Else a proxy would send its next request on a connection that is about to be closed.
    expect(await upload.finish()).toEqual({ status: 200, connection: 'close' });
    await untilEnded(api, 5_000);
    expect(api.ending()).toBe(0);
    expectInOrder(api, [
      'stopping: readiness is off',
      'accepting no more connections',
      'requests are finished',
      'queues are closed',
      'redis is closed',
      'storage is closed',
      'the database is closed',
      'stopped',
    ]);
  });

  it('waits for a request no longer than its time, and cuts it off then', async () => {
    const api = await stack.add('api', { SHUTDOWN_TIMEOUT_SECONDS: '2' });
    const upload = await uploadInFlight(api);
    api.signal('SIGTERM');
    await untilEnded(api, 4_000);
    expect(api.ending()).toBe(0);
    expect(await upload.failed).toMatchObject({ code: 'ECONNRESET' });
    expect(api.output()).toContain('"cut_off":1');
  });

  it('ends at once on the second signal', async () => {
    const api = await stack.add('api', { SHUTDOWN_TIMEOUT_SECONDS: '60', SHUTDOWN_DRAIN_SECONDS: '60' });
    const upload = await uploadInFlight(api);
    api.signal('SIGTERM');
    await untilSaid(api, 'readiness is off');
    api.signal('SIGINT');
    await untilEnded(api, 1_000);
    expect(api.ending()).toBe(1);
    expect(api.output()).toContain('a second signal');
    await upload.failed;
  });

  it('resets no connection of clients that keep theirs and go elsewhere when it says so', async () => {
    const [leaving, staying] = await Promise.all([
      stack.add('api', { SHUTDOWN_DRAIN_SECONDS: '1' }),
      stack.add('api'),
    ]);
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const answers: Record<string, number> = {};
    let refused = false;
    const ask = async (): Promise<void> => {
      while (leaving.ending() === undefined) {
        const outcome = await statusOf(agent, refused ? staying.url : leaving.url);
        if (outcome === 'ECONNREFUSED') refused = true;
        else answers[outcome] = (answers[outcome] ?? 0) + 1;
      }
    };
    const asking = Array.from({ length: 8 }, ask);
    await waitFor(() => (answers['200'] ?? 0) > 100, { what: 'some load' });
    leaving.signal('SIGTERM');
    await Promise.all(asking);
    agent.destroy();
    expect(refused).toBe(true);
    expect(Object.keys(answers)).toEqual(['200']);
    expect(leaving.ending()).toBe(0);
  });
});

function statusOf(agent: Agent, url: string): Promise<string> {
  return new Promise((resolve) => {
    const asked = get(`${url}/health/live`, { agent }, (answer) => {
      answer.resume().once('end', () => {
        resolve(String(answer.statusCode));
      });
    });
    asked.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
  });
}

describe('a worker that is told to stop', () => {
  it('hands its job back within a second, and closes in order', async () => {
    const client = await stack.http.as('user');
    const { content } = await bigFile(25);
    const jobId = await submit(client, content);
    await untilJob(client, jobId, (job) => job.status === 'PROCESSING', { what: 'processing' });
    const [worker] = stack.workers;
    if (worker === undefined) throw new Error('There is no worker.');
    worker.signal('SIGTERM');
    const toldAt = performance.now();
    await untilJob(client, jobId, (job) => job.status === 'QUEUED', { what: 'the job to be handed back' });
    expect(performance.now() - toldAt).toBeLessThan(1_000);
    await untilEnded(worker, 5_000);
    expect(worker.ending()).toBe(0);
    expect(await getJob(client, jobId)).toMatchObject({ status: 'QUEUED', retry_count: 0 });
    expectInOrder(worker, [
      'stopping: readiness is off',
      'claiming no more',
      'stopping: the job goes to another worker',
      'the worker has let go of the queue',
      'queues are closed',
      'redis is closed',
      'storage is closed',
      'the database is closed',
      'stopped',
    ]);
  });
});

describe.each(['api', 'worker'] as const)('with Redis frozen, the %s', (kind) => {
  it('ends within its bound', async () => {
    const process = await stack.add(kind);
    redis.freeze();
    try {
      process.signal('SIGTERM');
      await untilEnded(process, 10_500);
      expect(process.output()).toContain('stopping: readiness is off');
      expect(process.ending()).toBe(0);
    } finally {
      redis.thaw();
    }
  });
});
