import { withRedis } from './redis.js';
import { queryDatabase } from './database.js';
import type { SecretKind } from './seen-secrets.js';

/** Where secrets are looked for, and the text of it. */
interface Place {
  readonly name: string;
  readonly text: string;
}

/** What a stack leaves behind when its processes have ended. */
export interface Remains {
  readonly logs: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

/**
 * Looks for secrets in the logs, in every value of every key of Redis and in every column of every table. Samples of
 * rejected lines may stand in the database.
 *
 * @returns a sentence for each that was found, without the secret
 */
export async function leakedSecrets(
  { logs, databaseUrl, redisUrl }: Remains,
  secrets: ReadonlyMap<string, SecretKind>,
): Promise<string[]> {
  const places = [
    { name: 'the logs', text: logs },
    ...(await databasePlaces(databaseUrl)),
    { name: 'Redis', text: await redisText(redisUrl) },
  ];
  return [...secrets].flatMap(([secret, kind]) =>
    places.filter(({ text }) => spellings(secret).some((one) => text.includes(one))).map(told(secret, kind)),
  );
}

const told =
  (secret: string, kind: SecretKind) =>
  ({ name, text }: Place): string => {
    const spelt = spellings(secret).find((one) => text.includes(one)) ?? secret;
    const at = text.indexOf(spelt);
    const before = text.slice(Math.max(0, at - 120), at);
    return `A ${kind} of ${secret.length} characters (${secret.slice(0, 3)}…) stands in ${name}, after: ${before}`;
  };

/** As it is, inside a JSON string, and inside a URL. */
function spellings(secret: string): string[] {
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])];
}

/** Every table but the one that TypeORM keeps, each row as JSON, binary columns as the characters they hold. */
async function databasePlaces(url: string): Promise<Place[]> {
  const tables = await queryDatabase<{ name: string }>(
    url,
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  return Promise.all(
    tables.map(async ({ name }) => {
      const rows = await queryDatabase<{ row: string }>(
        url,
        `SELECT (to_jsonb(t) #- '{statistics,rejects}' #- '{job,statistics,rejects}')::text AS row
         FROM (SELECT set_config('bytea_output', 'escape', false)) AS s, LATERAL (SELECT * FROM ${name}) AS t`,
      );
      return { name: `the table ${name}`, text: rows.map(({ row }) => row).join('\n') };
    }),
  );
}

async function redisText(url: string): Promise<string> {
  // A Redis that a test took away for good holds nothing any more.
  const isThere = await withRedis(url, (redis) => redis.ping()).catch(() => false);
  if (isThere === false) return '';
  return withRedis(url, async (redis) => {
    const texts: string[] = [];
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'COUNT', 1_000);
      cursor = next;
      for (const key of keys) texts.push(key, await valueText(redis, key));
    } while (cursor !== '0');
    return texts.join('\n');
  });
}

type Connection = Parameters<Parameters<typeof withRedis>[1]>[0];

async function valueText(redis: Connection, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'string':
      return (await redis.get(key)) ?? '';
    case 'hash':
      return Object.entries(await redis.hgetall(key)).join('\n');
    case 'list':
      return (await redis.lrange(key, 0, -1)).join('\n');
    case 'set':
      return (await redis.smembers(key)).join('\n');
    case 'zset':
      return (await redis.zrange(key, 0, -1)).join('\n');
    case 'stream':
      return JSON.stringify(await redis.xrange(key, '-', '+'));
    default:
      return '';
  }
}
