import type { Logger } from 'pino';
import type { AppConfig } from '../config/app-config.js';
import { missingMigrations } from '../database/migrations.js';
import { onOneConnection } from '../database/one-connection.js';
import { askRedisServer } from '../queue/ask-redis-server.js';
import { NOEVICTION } from '../queue/redis-server.js';
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
  const connection = { url: config.database.url, applicationName: 'ingest-start', timeoutMs: ANSWER_MS };
  const missing = await onOneConnection(connection, (client) =>
    missingMigrations(async (sql) => (await client.query<{ name: string }>(sql)).rows),
  ).catch((error: unknown) => {
    // Class 28 of SQLSTATE: invalid authorization.
    if ((error as { code?: string }).code?.startsWith('28') === true)
      throw new PartRefusedError('Postgres refused the user or password of DATABASE_URL.');
    throw error;
  });
  if (missing.length > 0)
    throw new Error(`the schema lacks ${missing.join(', ')}; \`npm run migrate\` brings it up to date`);
}

async function askRedis(config: AppConfig, logger: Logger): Promise<void> {
  const { policy } = await askRedisServer(config.redis.url, ANSWER_MS).catch((error: unknown) => {
    if (/WRONGPASS|NOAUTH/.test(String(error)))
      throw new PartRefusedError('Redis refused the user or password of REDIS_URL.');
    throw error;
  });
  if (policy !== NOEVICTION) judgePolicy(policy, config, logger);
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
