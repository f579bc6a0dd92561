import { bigFile } from '../e2e/steps/big-file.js';
import { getJob, ingest, isFinished, type Job, submit, untilFinished } from '../e2e/steps/jobs.js';
import type { HttpClient } from '../support/http-client.js';
import { isAlive } from '../support/is-alive.js';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { startTcpProxyTo, type TcpProxy } from '../support/tcp-proxy.js';
import { waitFor } from '../support/wait-for.js';
import { completedTwice } from './support/doubles.js';
import { effort } from './support/effort.js';
import { printFigures } from './support/figures.js';
import { expectNothingLeft, expectSameResult } from './support/invariants.js';
import { KILL_POINTS, type KillPoint } from './support/kill-points.js';
import { IMPATIENT } from './support/patience.js';
import { childrenOf } from './support/processes.js';
import { expectSameUsage, type Usage, usageOf } from './support/usage.js';

const KILLS = effort(1, 20);
/** Of one kill: a worker starts, the lease ends, the file is parsed again, all on a busy machine. */
const ONE_KILL_MS = 90_000;

let stack: Stack;
let client: HttpClient;
let postgres: TcpProxy;
let content: Buffer;
let undisturbed: Job;
/** It takes the job of the one killed before it, and is the next to be killed. */
let worker: StackProcess;
let used: Usage[];
let lost = 0;
let kills = 0;

beforeAll(async () => {
  [stack, content] = await Promise.all([
    startStack({ workers: 0, env: IMPATIENT }),
    bigFile(5).then((file) => file.content),
  ]);
  [client, postgres] = await Promise.all([stack.http.as('user'), startTcpProxyTo(stack.databaseUrl)]);
  worker = await addWorker();
  undisturbed = await ingest(client, content);
  // The API lives through all of it; workers do not.
  used = usageOf(stack).filter(({ name }) => name === 'api');
}, 120_000);
/** After a kill that went wrong, the others still have a worker. */
beforeEach(async () => {
  postgres.restore();
  if (worker.ending() !== undefined) worker = await addWorker();
});
afterAll(async () => {
  postgres.restore();
  await stack.stop();
  await postgres.stop();
});

/** Its way to Postgres leads through the proxy, the API's does not. */
const addWorker = (): Promise<StackProcess> =>
  stack.add('worker', { DATABASE_URL: postgres.through(stack.databaseUrl) });

async function kill(victim: StackProcess): Promise<void> {
  const children = childrenOf(victim.pid);
  await victim.kill();
  // What it sent and the proxy held is lost with it.
  postgres.cut();
  postgres.restore();
  await waitFor(() => !children.some(isAlive), { what: 'its parsers to end too', timeoutMs: 20_000 });
}

async function killAt(point: KillPoint): Promise<Job> {
  const reached = point.reach({ stack, worker, postgres, fileBytes: content.length });
  const [jobId] = await Promise.all([submit(client, content), reached]);
  await kill(worker);
  const atDeath = await getJob(client, jobId);
  expect({ point: point.name, done: isFinished(atDeath) }).toEqual({
    point: point.name,
    done: point.done === true,
  });
  worker = await addWorker();
  const job = await untilFinished(client, jobId).catch(() => undefined);
  kills += 1;
  if (job === undefined) lost += 1;
  else if (point.done === true) expect(job).toEqual(atDeath);
  else expect(job).toMatchObject({ attempt: 2, retry_count: 1 });
  return job ?? atDeath;
}

describe('a worker killed', () => {
  it.each(KILL_POINTS)(
    '$name: the job ends once, as if nothing had been',
    async (point) => {
      for (let count = 0; count < KILLS; count += 1) {
        await expectSameResult(stack, await killAt(point), undisturbed);
      }
    },
    KILLS * ONE_KILL_MS,
  );

  it('at all these points leaves nothing behind', async () => {
    await expectNothingLeft(stack);
    await expectSameUsage(used);
    const double = await completedTwice(stack);
    printFigures('workers killed at ten points', { kills, lost, double: double.length });
    expect({ lost, double }).toEqual({ lost: 0, double: [] });
  }, 90_000);
});
