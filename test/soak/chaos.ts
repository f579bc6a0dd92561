import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../faults/support/random.js';
import type { PostgresProcess } from '../support/postgres.js';
import type { RedisProcess } from '../support/redis.js';
import type { ProcessKind, Stack, StackProcess } from '../support/stack.js';

/** What was done to the service, by kind. */
export type Deeds = Record<'killed' | 'frozen' | 'redis' | 'postgres', number>;

export interface Chaos {
  readonly deeds: Readonly<Deeds>;
  /** Ends it, and leaves as many processes running as there were. */
  stop(): Promise<void>;
}

const PAUSE_MS = { least: 1_000, most: 5_000 } as const;
const FROZEN_MS = { least: 500, most: 8_000 } as const;
const REDIS_AWAY_MS = { least: 0, most: 6_000 } as const;
const POSTGRES_AWAY_MS = { least: 0, most: 3_000 } as const;

/** What the service stands on. */
export interface Servers {
  readonly redis: RedisProcess;
  readonly postgres: PostgresProcess;
}

export const living = (stack: Stack, kind: ProcessKind): StackProcess[] =>
  (kind === 'api' ? stack.apis : stack.workers).filter((process) => process.ending() === undefined);

/** Until it is stopped: kills or freezes an API or a worker, or takes Redis or Postgres away for a while, one by one. */
export function startChaos(stack: Stack, { redis, postgres }: Servers, random: Random): Chaos {
  const deeds: Deeds = { killed: 0, frozen: 0, redis: 0, postgres: 0 };
  const stopping = new AbortController();
  const wait = (ms: number): Promise<unknown> =>
    pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  const killOne = async (): Promise<void> => {
    const kind = random.pick(['api', 'worker', 'worker'] as const);
    await random.pick(living(stack, kind)).kill();
    deeds.killed += 1;
    await stack.add(kind);
  };
  const freezeOne = async (): Promise<void> => {
    const process = random.pick(living(stack, random.pick(['api', 'worker', 'worker'] as const)));
    process.signal('SIGSTOP');
    deeds.frozen += 1;
    await wait(random.between(FROZEN_MS.least, FROZEN_MS.most));
    process.signal('SIGCONT');
  };
  const takeRedis = async (): Promise<void> => {
    await redis.kill();
    deeds.redis += 1;
    const isEmpty = random.next() < 0.3;
    await wait(random.between(REDIS_AWAY_MS.least, REDIS_AWAY_MS.most));
    await (isEmpty ? redis.startEmpty() : redis.start());
  };
  const crashPostgres = async (): Promise<void> => {
    await postgres.crash();
    deeds.postgres += 1;
    await wait(random.between(POSTGRES_AWAY_MS.least, POSTGRES_AWAY_MS.most));
    await postgres.start();
  };

  const run = async (): Promise<void> => {
    const pause = (): Promise<unknown> => wait(random.between(PAUSE_MS.least, PAUSE_MS.most));
    let bag: (() => Promise<void>)[] = [];
    for (await pause(); !stopping.signal.aborted; await pause()) {
      // Each has its turn before any has it again, so that a short soak meets them too.
      if (bag.length === 0) bag = [killOne, killOne, freezeOne, takeRedis, crashPostgres];
      const deed = random.pick(bag);
      bag.splice(bag.indexOf(deed), 1);
      await deed();
    }
  };
  const running = run();
  // Whoever stops it hears of a failure; until then nobody listens.
  running.catch(() => undefined);
  return {
    deeds,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
