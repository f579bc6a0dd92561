import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { HttpClient } from '../support/http-client.js';
import { type PostgresProcess, startPostgres } from '../support/postgres.js';
import { startStack, type Stack } from '../support/stack.js';
import { effort } from './support/effort.js';
import { IMPATIENT } from './support/patience.js';
import { underLoad } from './support/under-load.js';

const ONE_FAULT_MS = effort(180_000, 480_000);
const KILLS_PER_SECOND = 5;
const KILLING_MS = effort(6_000, 30_000);
const HELD_MS = effort(8_000, 30_000);

let postgres: PostgresProcess;
let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  postgres = await startPostgres();
  stack = await startStack({ databaseUrl: postgres.url, env: IMPATIENT });
  client = await stack.http.as('user');
}, 120_000);
afterAll(async () => {
  await stack.stop();
  await postgres.stop();
});

/** Sessions end one after the other, five a second. */
async function killBackends(): Promise<void> {
  const end = performance.now() + KILLING_MS;
  while (performance.now() < end) {
    await postgres.killBackends(1);
    await pause(1_000 / KILLS_PER_SECOND);
  }
}

/** Locks that every statement on jobs waits for: the pools of all processes fill with waiting ones. */
async function holdPools(): Promise<void> {
  const holder = new pg.Client({ connectionString: postgres.url });
  await holder.connect();
  try {
    await holder.query('BEGIN; LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
    await pause(HELD_MS);
    await holder.query('ROLLBACK');
  } finally {
    await holder.end();
  }
}

describe('Postgres under load', () => {
  it(
    'crashed and started again',
    () =>
      underLoad({
        stack,
        client,
        name: 'Postgres restarted hard',
        fault: async () => {
          await postgres.crash();
          await postgres.start();
        },
      }),
    ONE_FAULT_MS,
  );

  it(
    'with its sessions ended five a second',
    () => underLoad({ stack, client, name: 'Postgres backends killed', fault: killBackends }),
    ONE_FAULT_MS,
  );

  it(
    'with every pool held',
    () => underLoad({ stack, client, name: 'Postgres pools held', fault: holdPools }),
    ONE_FAULT_MS,
  );
});
