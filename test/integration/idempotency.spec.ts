import { IdempotencyRepository } from '../../src/common/idempotency/idempotency.repository.js';
import {
  type AnswerKeeper,
  IdempotencyService,
  type RepeatableRequest,
} from '../../src/common/idempotency/idempotency.service.js';
import { UnavailableError } from '../../src/common/errors/domain.error.js';
import { UploadMissingError } from '../../src/ingest/errors.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';
import { insertUser } from './support/job-rows.js';
import { logger } from './support/steering.js';

let connected: ConnectedDatabase;
let idempotency: IdempotencyService;
let userId: string;
let effects: number;

beforeAll(async () => {
  connected = await connectDatabase({ DATABASE_POOL_SIZE: '30' });
  idempotency = serviceOf(connected);
  await connected.database.query('CREATE TABLE effects (number int)');
});
beforeEach(async () => {
  userId = await insertUser(connected.database);
  await connected.database.query('DELETE FROM effects');
  effects = 0;
});
afterAll(() => connected.close());

function serviceOf({ source, config }: ConnectedDatabase): IdempotencyService {
  return new IdempotencyService(new IdempotencyRepository(source), config, logger);
}

const request = (changes: Partial<RepeatableRequest> = {}): RepeatableRequest => ({
  key: 'k',
  userId,
  route: 'do',
  content: { a: 1, b: { c: 2, d: 3 } },
  ...changes,
});

/** Does something once in a transaction, and keeps the answer in it. */
async function work(keep: AnswerKeeper<number>): Promise<number> {
  effects += 1;
  const answer = effects;
  await connected.source.transaction(async (manager) => {
    await manager.query('INSERT INTO effects VALUES ($1)', [answer]);
    await keep.answered(answer)?.(manager);
  });
  return answer;
}

const serve = (changes?: Partial<RepeatableRequest>, first = work): Promise<number> =>
  idempotency.serve<number, number>(request(changes), { first, again: (kept) => kept });

async function effectsDone(): Promise<number[]> {
  const rows = await connected.database.query<{ number: number }>('SELECT number FROM effects');
  return rows.map((row) => row.number);
}

describe('a request with a key', () => {
  it('gets the first answer again, whatever the order of its members', async () => {
    expect(await serve()).toBe(1);
    expect(await serve()).toBe(1);
    expect(await serve({ content: { b: { d: 3, c: 2 }, a: 1 } })).toBe(1);
    expect(await effectsDone()).toEqual([1]);
  });

  it('is another one with another key, user, route or none at all', async () => {
    const other = await insertUser(connected.database);
    expect(await serve()).toBe(1);
    expect(await serve({ key: 'k2' })).toBe(2);
    expect(await serve({ userId: other })).toBe(3);
    expect(await serve({ route: 'do else' })).toBe(4);
    expect(await serve({ key: undefined })).toBe(5);
    expect(await serve({ key: undefined })).toBe(6);
  });

  it('is refused when its content is another', async () => {
    await serve();
    for (const content of [{ a: 2, b: { c: 2, d: 3 } }, { a: 1 }, null, [1]]) {
      await expect(serve({ content })).rejects.toMatchObject({
        kind: 'invalid',
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    }
    expect(await effectsDone()).toEqual([1]);
  });

  it('twenty times at once: done once, the others get the answer or are told to wait', async () => {
    const settled = await Promise.allSettled(Array.from({ length: 20 }, () => serve()));
    for (const one of settled) {
      if (one.status === 'fulfilled') expect(one.value).toBe(1);
      else expect(one.reason).toMatchObject({ kind: 'conflict', code: 'IDEMPOTENCY_KEY_IN_USE' });
    }
    expect(settled.some((one) => one.status === 'fulfilled')).toBe(true);
    expect(await effectsDone()).toEqual([1]);
  });

  it('is served anew after 24 hours', async () => {
    await serve();
    await connected.database.query(`UPDATE idempotency_keys SET expires_at = now() - interval '1 second'`);
    expect(await serve({ content: 'something else' })).toBe(2);
  });
});

describe('a failure', () => {
  it('that changed nothing is not remembered', async () => {
    const away = (): Promise<never> => Promise.reject(new UnavailableError('storage'));
    await expect(serve({}, away)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(await serve()).toBe(1);
  });

  it('that changed something is told again in the same words', async () => {
    const refuse = async (keep: AnswerKeeper<number>): Promise<never> => {
      const error = new UploadMissingError();
      await connected.source.transaction(async (manager) => keep.refused(error)?.(manager));
      throw error;
    };
    const { kind, code, message } = new UploadMissingError();
    await expect(serve({}, refuse)).rejects.toMatchObject({ kind, code, message });
    await expect(serve()).rejects.toMatchObject({ kind, code, message });
    expect(await effectsDone()).toEqual([]);
  });

  it('to keep the answer undoes the effect', async () => {
    const robbed = async (keep: AnswerKeeper<number>): Promise<number> => {
      await connected.database.query('UPDATE idempotency_keys SET lease_token = gen_random_uuid()');
      return work(keep);
    };
    await expect(serve({}, robbed)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_IN_USE' });
    expect(await effectsDone()).toEqual([]);
  });
});

describe('a process that dies', () => {
  /** Takes the key and is never heard of again. */
  const die = (): Promise<void> => {
    const lost = serve({}, () => new Promise<never>(() => undefined));
    lost.catch(() => undefined);
    return untilTaken();
  };
  async function untilTaken(): Promise<void> {
    for (;;) {
      const rows = await connected.database.query('SELECT 1 FROM idempotency_keys WHERE user_id = $1', [
        userId,
      ]);
      if (rows.length > 0) return;
    }
  }

  it('before it did anything keeps the key until its lease is over, and no longer', async () => {
    await die();
    await expect(serve()).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_IN_USE' });
    await connected.database.query(
      `UPDATE idempotency_keys SET leased_until = now() - interval '1 second' WHERE user_id = $1`,
      [userId],
    );
    expect(await serve()).toBe(1);
    expect(await serve()).toBe(1);
  });

  it('after the effect has left the answer with it', async () => {
    await serve();
    expect(
      await serviceOf(connected).serve<number, number>(request(), { first: work, again: (kept) => kept }),
    ).toBe(1);
    expect(await effectsDone()).toEqual([1]);
  });
});

it('keys are forgotten when their time is over', async () => {
  await serve({ key: 'old' });
  await connected.database.query(
    `UPDATE idempotency_keys SET expires_at = now() - interval '1 second' WHERE user_id = $1`,
    [userId],
  );
  await serve({ key: 'young' });
  expect(await idempotency.removeExpired()).toBeGreaterThanOrEqual(1);
  const left = await connected.database.query('SELECT key FROM idempotency_keys WHERE user_id = $1', [
    userId,
  ]);
  expect(left).toEqual([{ key: 'young' }]);
});
