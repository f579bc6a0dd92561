import { setTimeout as pause } from 'node:timers/promises';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { effort } from './support/effort.js';
import { IMPATIENT } from './support/patience.js';
import { type Random, seededRandom } from './support/random.js';
import { underLoad } from './support/under-load.js';

const ONE_FAULT_MS = effort(180_000, 480_000);
const KILLS = effort(3, 15);
const PAUSE_MS = 1_000;

let stack: Stack;
let client: HttpClient;
let random: Random;

beforeAll(async () => {
  random = seededRandom('workers under load');
  // Bad luck alone must not use up the retries.
  stack = await startStack({ workers: 2, env: { ...IMPATIENT, MAX_RETRIES: '20' } });
  client = await stack.http.as('user');
}, 90_000);
afterAll(() => stack.stop());

const living = (): StackProcess[] => stack.workers.filter((worker) => worker.ending() === undefined);

/** Kills any worker; another one is started in its place, as whoever runs the service would. */
async function killOne(): Promise<void> {
  await random.pick(living()).kill();
  await stack.add('worker');
}

describe('workers under load', () => {
  it(
    'one killed',
    () => underLoad({ stack, client, name: 'one worker killed', fault: killOne, killsWorkers: true }),
    ONE_FAULT_MS,
  );

  it(
    'killed one after the other',
    () =>
      underLoad({
        stack,
        client,
        name: 'workers killed one after the other',
        killsWorkers: true,
        fault: async () => {
          for (let count = 0; count < KILLS; count += 1) {
            await killOne();
            await pause(PAUSE_MS);
          }
        },
      }),
    ONE_FAULT_MS,
  );
});
