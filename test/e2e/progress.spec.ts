import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { bigFile } from './steps/big-file.js';
import { getJob, isFinished, type Job, submit } from './steps/jobs.js';

describe('a job that runs for a while', () => {
  let stack: Stack;
  let client: HttpClient;

  beforeAll(async () => {
    stack = await startStack({ env: { HEARTBEAT_SECONDS: '1' } });
    client = await stack.http.as('user');
  }, 60_000);
  afterAll(() => stack.stop());

  it('shows how far it is, and never goes back', async () => {
    const { content, lines } = await bigFile(40);
    const jobId = await submit(client, content);
    const seen: Job[] = [];
    await waitFor(
      async () => {
        const job = await getJob(client, jobId);
        seen.push(job);
        return isFinished(job);
      },
      { what: 'the job to finish', timeoutMs: 60_000 },
    );
    const states = [...new Set(seen.map((job) => job.status))];
    expect(
      (['QUEUED', 'PROCESSING', 'COMPLETED'] as const).filter((state) => states.includes(state)),
    ).toEqual(states);
    const progress = seen.map((job) => job.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.filter((percent) => percent > 0 && percent < 100)).not.toEqual([]);
    expect(seen.at(-1)).toMatchObject({ status: 'COMPLETED', progress: 100, statistics: { records: lines } });
    for (const job of seen.filter(({ status }) => status === 'PROCESSING')) {
      expect(job).toMatchObject({ statistics: null, finished_at: null });
      expect(job.started_at).not.toBeNull();
    }
  }, 90_000);
});
