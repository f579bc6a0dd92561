import { setTimeout as pause } from 'node:timers/promises';
import type { HttpClient } from '../support/http-client.js';
import { type RedisProcess, startRedis, withRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { effort, IS_FULL } from './support/effort.js';
import { IMPATIENT } from './support/patience.js';
import { underLoad } from './support/under-load.js';

const ONE_FAULT_MS = effort(180_000, 480_000);

let redis: RedisProcess;
let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  redis = await startRedis();
  stack = await startStack({ redisUrl: redis.url, env: IMPATIENT });
  client = await stack.http.as('user');
}, 90_000);
afterAll(async () => {
  redis.thaw();
  await stack.stop();
  await redis.stop();
});

async function stoppedFor(seconds: number): Promise<void> {
  await redis.kill();
  await pause(seconds * 1_000);
  await redis.start();
}

const command = (...words: [string, ...string[]]): Promise<unknown> =>
  withRedis(redis.url, (connection) => connection.call(...words));

/** The outages in seconds; the long ones belong to the full form. */
const OUTAGES = IS_FULL ? [5, 30, 120] : [5];

describe('Redis under load', () => {
  // What the figures of the others are to be compared with.
  if (IS_FULL) {
    it(
      'left alone',
      () =>
        underLoad({
          stack,
          client,
          name: 'nothing (what the machine does by itself)',
          fault: () => Promise.resolve(),
        }),
      ONE_FAULT_MS,
    );
  }

  it.each(OUTAGES)(
    'stopped for %i s',
    (seconds) =>
      underLoad({ stack, client, name: `Redis stopped for ${seconds} s`, fault: () => stoppedFor(seconds) }),
    ONE_FAULT_MS,
  );

  it(
    'frozen',
    () =>
      underLoad({
        stack,
        client,
        name: 'Redis frozen',
        fault: async () => {
          redis.freeze();
          await pause(effort(5_000, 30_000));
          redis.thaw();
        },
      }),
    ONE_FAULT_MS,
  );

  it(
    'flushed',
    () =>
      underLoad({
        stack,
        client,
        name: 'Redis flushed',
        fault: async () => {
          await command('FLUSHALL');
        },
      }),
    ONE_FAULT_MS,
  );

  it(
    'restarted empty',
    () =>
      underLoad({
        stack,
        client,
        name: 'Redis restarted empty',
        fault: async () => {
          await redis.kill();
          await redis.startEmpty();
        },
      }),
    ONE_FAULT_MS,
  );

  it(
    'out of memory',
    () =>
      underLoad({
        stack,
        client,
        name: 'Redis out of memory',
        fault: async () => {
          await command('CONFIG', 'SET', 'maxmemory', '1');
          await pause(effort(5_000, 30_000));
          await command('CONFIG', 'SET', 'maxmemory', '0');
        },
      }),
    ONE_FAULT_MS,
  );
});
