import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from './database.js';
import { leakedSecrets } from './leaked-secrets.js';
import { claimRedis, type TestRedis, withRedis } from './redis.js';
import { noteBody, noteFile, notePresignedUrl, noteToken, seenSecrets } from './seen-secrets.js';

const CLAIMS = 'claims-of-a-token-that-nobody-made-0001';
const SIGNATURE = 'signature-of-a-token-that-nobody-made-1';
const PASSWORD = 'nine "purple" umbrellas, ä';

let database: TestDatabase;
let redis: TestRedis;

beforeAll(async () => {
  database = await createTestDatabase();
  redis = await claimRedis();
  await database.query(
    'CREATE TABLE kept (id int, words text, list text[], data jsonb, bytes bytea, statistics json)',
  );
});
afterAll(async () => {
  await redis.release();
  await database.drop();
});

const SECRETS = new Map([
  [SIGNATURE, 'token'],
  [PASSWORD, 'password'],
] as const);
const leaks = (logs = ''): Promise<string[]> =>
  leakedSecrets({ logs, databaseUrl: database.url, redisUrl: redis.url }, SECRETS);

describe('leakedSecrets', () => {
  it('finds none where there are none', async () => {
    await database.query(
      `INSERT INTO kept VALUES (1, 'words', '{a}', '{"a": 1}', 'bytes', '{"rejects": []}')`,
    );
    await withRedis(redis.url, (client) => client.set('key', 'value'));
    expect(await leaks('{"level":"info"}')).toEqual([]);
  });

  it.each([
    ['as it is', `before ${PASSWORD} after`],
    ['inside JSON', JSON.stringify({ msg: `x ${PASSWORD}` })],
    ['inside a URL', `?password=${encodeURIComponent(PASSWORD)}`],
    ['a part of a token', `Bearer x.y.${SIGNATURE}`],
  ])('finds one in the logs, %s', async (_how, logs) => {
    expect(await leaks(logs)).toEqual([expect.stringContaining('the logs')]);
  });

  it.each(['words', 'list', 'data', 'bytes', 'statistics'])('finds one in the column %s', async (column) => {
    for (const secret of [PASSWORD, SIGNATURE]) {
      const value = {
        words: `x${secret}`,
        list: ['a', secret],
        data: JSON.stringify({ deep: [{ er: secret }] }),
        bytes: Buffer.from(secret === PASSWORD ? SIGNATURE : secret),
        statistics: JSON.stringify({ lines: secret }),
      }[column];
      await database.query(`INSERT INTO kept (${column}) VALUES ($1)`, [value]);
      expect(await leaks()).toEqual([expect.stringContaining('the table public.kept')]);
      await database.query('TRUNCATE kept');
    }
  });

  it('leaves samples of rejected lines alone', async () => {
    const statistics = { rejects: [{ sample: SIGNATURE }] };
    await database.query(`INSERT INTO kept (statistics) VALUES ($1)`, [JSON.stringify(statistics)]);
    expect(await leaks()).toEqual([]);
  });

  it.each([
    ['a key', (client) => client.set(`x:${SIGNATURE}`, '1')],
    ['a string', (client) => client.set('s', SIGNATURE)],
    ['a hash', (client) => client.hset('h', 'field', JSON.stringify({ token: SIGNATURE }))],
    ['a name in a hash', (client) => client.hset('n', SIGNATURE, 1)],
    ['a list', (client) => client.rpush('l', 'a', SIGNATURE)],
    ['a set', (client) => client.sadd('m', SIGNATURE)],
    ['a sorted set', (client) => client.zadd('z', 1, SIGNATURE)],
    ['a stream', (client) => client.xadd('t', '*', 'event', SIGNATURE)],
  ] as [string, Parameters<typeof withRedis>[1]][])('finds one in Redis, in %s', async (_what, plant) => {
    await withRedis(redis.url, plant);
    expect(await leaks()).toEqual([expect.stringContaining('Redis')]);
    await withRedis(redis.url, (client) => client.flushdb());
  });
});

describe('seenSecrets', () => {
  it('are what passed through a client', () => {
    const url = 'http://127.0.0.1:1/storage/objects/a?signature=c2lnbmF0dXJl';
    const s3 = 'http://127.0.0.1:1/b/a?X-Amz-Signature=abcdef0123456789';
    noteBody({
      username: 'ann',
      password: 'nine purple umbrellas',
      nested: [{ new_password: 'ten yellow ones' }],
    });
    noteBody({ username: 'Ann Smith', password: 'ann smith', current_password: 'short' });
    noteBody({ access_token: `eyJhbGciOiJIUzI1NiJ9.${CLAIMS}.${SIGNATURE}`, presigned_url: url });
    noteToken('a.b.c');
    notePresignedUrl(s3);
    noteFile('short\n2026-01-02T03:04:05Z INFO something happened\n'.concat('x'.repeat(100)));
    expect([...seenSecrets().keys()].sort()).toEqual(
      [
        ...['nine purple umbrellas', 'ten yellow ones', CLAIMS, SIGNATURE],
        ...[url, 'c2lnbmF0dXJl', s3, 'abcdef0123456789'],
        '2026-01-02T03:04:05Z INFO something happened',
      ].sort(),
    );
  });
});
