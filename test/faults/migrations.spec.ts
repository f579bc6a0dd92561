import { readdirSync } from 'node:fs';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startChild } from '../support/child.js';
import { runScript } from '../support/stack-process.js';
import { waitFor } from '../support/wait-for.js';
import { effort } from './support/effort.js';
import { printFigures } from './support/figures.js';
import { seededRandom } from './support/random.js';

const MIGRATIONS = readdirSync('migrations').filter((file) => file.endsWith('.ts')).length;
const REPLICAS = 5;
const ROUNDS = effort(1, 10);
const MOST_MS_BEFORE_DEATH = 2_000;

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
});
afterEach(() => database.drop());

const migrate = (): Promise<string> =>
  runScript('migrate', ['up'], { DATABASE_URL: database.url, ENVIRONMENT: 'test' });

/** One more replica, which dies somewhere on its way. */
async function migrateAndDie(afterMs: number): Promise<void> {
  const dying = await startChild({
    name: 'a dying replica',
    command: process.execPath,
    args: ['dist/src/scripts/migrate.js', 'up'],
    env: { DATABASE_URL: database.url, ENVIRONMENT: 'test' },
  });
  const dies = performance.now() + afterMs;
  await waitFor(() => performance.now() > dies || dying.ending() !== undefined, { what: 'its time' });
  await dying.kill();
}

async function expectAppliedOnce(): Promise<void> {
  const rows = await database.query<{ name: string }>('SELECT name FROM migrations');
  expect(rows).toHaveLength(MIGRATIONS);
  expect(new Set(rows.map((row) => row.name)).size).toBe(MIGRATIONS);
  const [jobs] = await database.query<{ found: string | null }>(`SELECT to_regclass('jobs')::text AS found`);
  expect(jobs?.found).toBe('jobs');
}

const random = seededRandom('migrations');

it.each(Array.from({ length: ROUNDS }, (_unused, round) => round))(
  'five replicas migrate at once while a sixth dies: each migration is applied once (round %#)',
  async () => {
    const replicas = Array.from({ length: REPLICAS }, () => migrate());
    await Promise.all([migrateAndDie(random.between(0, MOST_MS_BEFORE_DEATH)), ...replicas]);
    await expectAppliedOnce();
    printFigures('five replicas migrating at once', { migrations: MIGRATIONS, 'applied once': MIGRATIONS });
  },
  120_000,
);
