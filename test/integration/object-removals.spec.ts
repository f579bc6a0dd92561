import { UnavailableError } from '../../src/common/errors/domain.error.js';
import type { Storage } from '../../src/common/storage/storage.js';
import { scheduleRemoval } from '../../src/jobs/object-removal.sql.js';
import { ObjectRemovals } from '../../src/jobs/object-removals.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';
import { type LocalStorage, localStorage, logger } from './support/steering.js';

const never = new AbortController().signal;
const KEYS = ['raw-logs/a.log', 'raw-logs/b.log', 'raw-logs/c.log'];

let connected: ConnectedDatabase;
let local: LocalStorage;
let away: Set<string>;
let removals: ObjectRemovals;

beforeAll(async () => {
  connected = await connectDatabase();
  local = await localStorage();
});
beforeEach(async () => {
  away = new Set();
  await connected.database.query('DELETE FROM object_removals');
  for (const key of KEYS) await local.put(key);
  removals = new ObjectRemovals(connected.source, faulty(local.storage), logger);
});
afterAll(async () => {
  await connected.close();
  await local.remove();
});

/** Real storage that cannot be asked about some keys. */
function faulty(storage: Storage): Storage {
  return new Proxy(storage, {
    get: (target, property) =>
      property !== 'delete'
        ? (Reflect.get(target, property) as unknown)
        : (key: string) =>
            away.has(key) ? Promise.reject(new UnavailableError('storage')) : target.delete(key),
  });
}

const schedule = (keys: readonly string[], repeatUntil: Date | null = null): Promise<void> =>
  scheduleRemoval(
    connected.source.manager,
    keys.map((key) => ({ key, repeatUntil })),
  );
const scheduled = async (): Promise<string[]> => {
  const rows = await connected.database.query<{ object_key: string }>(
    'SELECT object_key FROM object_removals ORDER BY object_key',
  );
  return rows.map((row) => row.object_key);
};
const present = async (): Promise<string[]> => {
  const stats = await Promise.all(KEYS.map((key) => local.storage.stat(key)));
  return KEYS.filter((_key, index) => stats[index] !== null);
};
/** @returns how many were removed */
async function round(): Promise<number> {
  let removed = 0;
  await removals
    .removeDue(never, (count) => {
      removed = count;
    })
    .catch((error: unknown) => {
      expect(error).toMatchObject({ kind: 'unavailable' });
    });
  return removed;
}

it('what is scheduled is removed at once, and forgotten', async () => {
  await schedule(KEYS);
  await removals.removeAtOnce(KEYS.slice(0, 2));
  expect(await present()).toEqual(KEYS.slice(2));
  expect(await scheduled()).toEqual(KEYS.slice(2));
  expect(await round()).toBe(1);
  expect(await present()).toEqual([]);
  expect(await scheduled()).toEqual([]);
});

it('with storage away nothing fails, and the sweeper removes it later', async () => {
  away = new Set(KEYS);
  await removals.discard(KEYS);
  expect(await scheduled()).toEqual(KEYS);
  away.clear();
  expect(await round()).toBe(3);
  expect(await present()).toEqual([]);
});

it('one object that can never be removed does not stand before the others', async () => {
  away = new Set(KEYS.slice(0, 1));
  await schedule(KEYS.slice(0, 1));
  await schedule(KEYS.slice(1));
  expect(await round()).toBe(0);
  expect(await round()).toBe(2);
  expect(await present()).toEqual(KEYS.slice(0, 1));
  expect(await scheduled()).toEqual(KEYS.slice(0, 1));
});

it('what may still be uploaded is removed once more when it cannot be any more', async () => {
  await schedule(KEYS.slice(0, 1), new Date(Date.now() + 60_000));
  await removals.removeAtOnce(KEYS.slice(0, 1));
  await local.put(KEYS[0] ?? '');
  expect(await round()).toBe(0);
  await connected.database.query('UPDATE object_removals SET due_at = now(), repeat_until = now()');
  expect(await round()).toBe(1);
  expect(await present()).toEqual(KEYS.slice(1));
  expect(await scheduled()).toEqual([]);
});
