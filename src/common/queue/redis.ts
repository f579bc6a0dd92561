import { Inject } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';

const COMMAND_TIMEOUT_MS = 1_000;
const MAX_RECONNECT_DELAY_MS = 2_000;

export const REDIS = Symbol('REDIS');

/** Injects the process's fail-fast connection to Redis. */
export const InjectRedis = (): ParameterDecorator => Inject(REDIS);

const retryStrategy = (attempt: number): number =>
  Math.min(50 * 2 ** Math.min(attempt, 10), MAX_RECONNECT_DELAY_MS);

/**
 * A connection for request paths and producers: while Redis is away a command fails at once instead of waiting in a
 * queue, and an unanswered one fails after a second (it may still have happened).
 */
export function createFailFastRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: 5_000,
    retryStrategy,
  });
  return logTransitions(redis, logger, 'fail-fast');
}

/** A connection for consumers: it waits for Redis for ever, as BullMQ's blocking reads need. */
export function createPatientRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 5_000, retryStrategy });
  return logTransitions(redis, logger, 'patient');
}

/** An outage raises one error a second; the log gets one line when it begins and one when it ends. */
function logTransitions(redis: Redis, logger: Logger, connection: string): Redis {
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) logger.warn({ connection, err: error }, 'redis is away');
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info({ connection }, 'redis is back');
    away = false;
  });
  return redis;
}
