import type { Redis } from 'ioredis';

/** The only policy under which a queue loses nothing when memory is full. */
export const NOEVICTION = 'noeviction';

/** What a Redis server tells of itself; undefined where it does not. */
export interface RedisServer {
  readonly version: string | undefined;
  readonly policy: string | undefined;
  readonly usedMemoryBytes: number | undefined;
  /** 0 for no bound. */
  readonly maxMemoryBytes: number | undefined;
  readonly appendOnly: boolean | undefined;
}

/** Asks by INFO, which managed servers allow where they forbid CONFIG. */
export async function readRedisServer(redis: Redis): Promise<RedisServer> {
  const info = new Map(
    (await redis.info()).split(/\r?\n/).flatMap((line): [string, string][] => {
      const [name, value] = line.split(':', 2);
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
  const number = (name: string): number | undefined => {
    const value = info.get(name);
    return value === undefined ? undefined : Number(value);
  };
  const appendOnly = info.get('aof_enabled');
  return {
    version: info.get('valkey_version') ?? info.get('redis_version'),
    policy: info.get('maxmemory_policy'),
    usedMemoryBytes: number('used_memory'),
    maxMemoryBytes: number('maxmemory'),
    appendOnly: appendOnly === undefined ? undefined : appendOnly === '1',
  };
}
