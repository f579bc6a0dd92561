import type { AppConfig } from '../../common/config/app-config.js';
import { askRedisServer } from '../../common/queue/ask-redis-server.js';
import { NOEVICTION, type RedisServer } from '../../common/queue/redis-server.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';

const ANSWER_MS = 5_000;
/** BullMQ's scripts need it. */
const OLDEST_VERSION = [6, 2] as const;

/** Version, policy and durability. */
export async function checkRedis(config: AppConfig): Promise<Finding[]> {
  try {
    const server = await askRedisServer(config.redis.url, ANSWER_MS);
    return [judgeVersion(server), judgePolicy(server), judgeDurability(server)];
  } catch (error) {
    return [fail('redis', `Redis cannot be used (${reasonOf(error)}); look at REDIS_URL and the server.`)];
  }
}

function judgeVersion({ version }: RedisServer): Finding {
  if (version === undefined) return warn('redis', 'Redis answers and does not tell its version.');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor < OLDEST_VERSION[1]);
  return isOld
    ? fail('redis', `Redis ${version} is too old; take ${OLDEST_VERSION.join('.')} or newer.`)
    : ok('redis', `Redis ${version} answers.`);
}

function judgePolicy({ policy }: RedisServer): Finding {
  if (policy === NOEVICTION) return ok('redis policy', 'maxmemory-policy is noeviction.');
  const text = `maxmemory-policy is ${policy ?? 'not told'}; set it to noeviction, or a full memory loses entries.`;
  return policy === undefined ? warn('redis policy', text) : fail('redis policy', text);
}

function judgeDurability({ appendOnly }: RedisServer): Finding {
  return appendOnly === true
    ? ok('redis durability', 'The append-only file is on.')
    : warn(
        'redis durability',
        'The append-only file is off: after a restart waiting jobs are sent again, which takes a moment.',
      );
}
