import pg from 'pg';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { AppConfig } from '../config/app-config.js';
import { missingMigrations } from '../database/migrations.js';
import { NOEVICTION, readRedisServer } from '../queue/redis-server.js';
import { withinTime } from '../within-time.js';
import { PartRefusedError, waitForPart } from './wait-for-part.js';

const ANSWER_MS = 3_000;

/**
 * Waits until Postgres has the schema that this version needs and Redis answers: a process often starts together with
 * them. Storage is not waited for; readiness tells about it.
 *
 * @throws CommandError, a sentence for the person who starts the process
 */
export async function waitForServices(config: AppConfig, logger: Logger): Promise<void> {
  const { startTimeoutMs } = config.lifecycle;
  await Promise.all([
    waitForPart(
      `Postgres (${placeOf(config.database.url)})`,
      () => askPostgres(config),
      startTimeoutMs,
      logger,
    ),
    waitForPart(
      `Redis (${placeOf(config.redis.url)})`,
      () => askRedis(config, logger),
      startTimeoutMs,
      logger,
    ),
  ]);
}

/** Host, port and database; never the password that stands before them. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

async function askPostgres(config: AppConfig): Promise<void> {
  const client = new pg.Client({
    connectionString: config.database.url,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    application_name: 'ingest-start',
  });
  // A server that goes away again is met by the next question.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const missing = await missingMigrations(async (sql) => (await client.query<{ name: string }>(sql)).rows);
    if (missing.length > 0)
      throw new Error(`the schema lacks ${missing.join(', ')}; \`npm run migrate\` brings it up to date`);
  } catch (error) {
    // Class 28 of SQLSTATE: invalid authorization.
    if ((error as { code?: string }).code?.startsWith('28') === true)
      throw new PartRefusedError(`Postgres refused the user or password of DATABASE_URL.`);
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function askRedis(config: AppConfig, logger: Logger): Promise<void> {
  const redis = new Redis(config.redis.url, {
    lazyConnect: true,
    connectTimeout: ANSWER_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What was wrong comes as an event; the call itself only tells that the connection is closed.
  let fault: Error | undefined;
  redis.on('error', (error: Error) => {
    fault ??= error;
  });
  try {
    await withinTime(redis.connect(), ANSWER_MS);
    const { policy } = await withinTime(readRedisServer(redis), ANSWER_MS);
    if (policy !== NOEVICTION) judgePolicy(policy, config, logger);
  } catch (error) {
    if (error instanceof PartRefusedError) throw error;
    if (/WRONGPASS|NOAUTH/.test(`${String(fault)} ${String(error)}`))
      throw new PartRefusedError('Redis refused the user or password of REDIS_URL.');
    throw fault ?? error;
  } finally {
    redis.disconnect();
  }
}

/** An evicted queue entry only costs time, but half of a queue's own keys can stop it for good. */
function judgePolicy(policy: string | undefined, config: AppConfig, logger: Logger): void {
  if (policy === undefined) {
    logger.warn('Redis does not tell its maxmemory-policy; it must be noeviction');
    return;
  }
  const sentence = `Redis evicts keys when its memory is full (maxmemory-policy ${policy}); set it to noeviction.`;
  if (config.production) throw new PartRefusedError(sentence);
  logger.warn({ policy }, sentence);
}
