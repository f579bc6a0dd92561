import { Redis } from 'ioredis';
import { withinTime } from '../within-time.js';
import { readRedisServer, type RedisServer } from './redis-server.js';

/**
 * Asks a Redis for itself on a connection of its own, once.
 *
 * @throws what was wrong with the connection or the answer
 */
export async function askRedisServer(url: string, timeoutMs: number): Promise<RedisServer> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What was wrong comes as an event; the call itself only tells that the connection is closed.
  let fault: Error | undefined;
  redis.on('error', (error: Error) => {
    fault ??= error;
  });
  try {
    await withinTime(redis.connect(), timeoutMs);
    return await withinTime(readRedisServer(redis), timeoutMs);
  } catch (error) {
    throw fault ?? error;
  } finally {
    redis.disconnect();
  }
}
