import { bigFile } from '../e2e/steps/big-file.js';
import { submit, untilFinished } from '../e2e/steps/jobs.js';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { startTcpProxyTo, type TcpProxy } from '../support/tcp-proxy.js';
import { waitFor } from '../support/wait-for.js';
import { printFigures, rounded } from './support/figures.js';
import { expectNothingLeft } from './support/invariants.js';
import { IMPATIENT } from './support/patience.js';
import { parserPosition } from './support/processes.js';

/** The first statement of a round of repairs: the lock is taken by then. */
const REPAIRING = `error_code = 'WORKER_LOST'`;
const RUNS_AGAIN_WITHIN_MS = 30_000;

let stack: Stack;
let client: HttpClient;
let postgres: TcpProxy;
let content: Buffer;

beforeAll(async () => {
  [stack, { content }] = await Promise.all([startStack({ workers: 0, env: IMPATIENT }), bigFile(5)]);
  [client, postgres] = await Promise.all([stack.http.as('user'), startTcpProxyTo(stack.databaseUrl)]);
}, 90_000);
afterAll(async () => {
  postgres.restore();
  await stack.stop();
  await postgres.stop();
});

it('a worker frozen in the middle of its repairs: another one repairs', async () => {
  const frozen = await stack.add('worker', { DATABASE_URL: postgres.through(stack.databaseUrl) });
  await postgres.holdAt(REPAIRING, 'before');
  frozen.signal('SIGSTOP');
  const victim = await stack.add('worker');
  const jobId = await submit(client, content);
  await waitFor(() => parserPosition(victim.pid) !== undefined, { what: 'the job to run', intervalMs: 1 });
  await victim.kill();
  const killedAt = performance.now();
  await stack.add('worker');
  const job = await untilFinished(client, jobId, RUNS_AGAIN_WITHIN_MS);
  expect(job).toMatchObject({ status: 'COMPLETED', attempt: 2, retry_count: 1 });
  const seconds = rounded((performance.now() - killedAt) / 1_000, 1);
  printFigures('sweeper frozen with its lock', { lost: 0, 'job ended after s': seconds });
  postgres.restore();
  frozen.signal('SIGCONT');
  await waitFor(async () => (await fetch(`${frozen.url}/health/ready`)).status === 200, {
    what: 'the woken worker to be ready',
    timeoutMs: 20_000,
  });
  await expectNothingLeft(stack);
}, 120_000);
