import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runScript } from '../support/stack-process.js';

const MIGRATIONS = readdirSync('migrations').filter((file) => file.endsWith('.ts')).length;
const REPLICAS = 5;

/** Everything that makes the schema, in words that two databases can be compared by. */
const SCHEMA = `
  SELECT 'column' AS kind, table_name || '.' || column_name AS name,
    concat_ws(' ', udt_name, is_nullable, column_default, character_maximum_length) AS definition
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL
  SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL
  SELECT 'type', typname, typtype::text FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
  ORDER BY 1, 2, 3`;

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
});
afterEach(() => database.drop());

function migrate(...args: string[]): Promise<string> {
  return runScript('migrate', args, { DATABASE_URL: database.url });
}

function schema(): Promise<{ kind: string; name: string; definition: string }[]> {
  return database.query(SCHEMA);
}

async function applied(): Promise<string[]> {
  const rows = await database.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  return rows.map((row) => row.name);
}

describe('migrations', () => {
  it('go up, all the way down, and up again to the same schema', async () => {
    await migrate('up');
    const first = await schema();
    expect(await applied()).toHaveLength(MIGRATIONS);
    for (let step = 0; step < MIGRATIONS; step += 1) await migrate('down');
    const left = (await schema()).filter(({ name }) => !name.includes('migrations'));
    expect(left.filter(({ name }) => !name.startsWith('PK_'))).toEqual([]);
    await migrate('up');
    expect(await schema()).toEqual(first);
  });

  it('change nothing when they are applied already', async () => {
    await migrate();
    const before = await schema();
    await migrate();
    expect(await schema()).toEqual(before);
  });

  it('are applied once each by replicas that start together', async () => {
    await Promise.all(Array.from({ length: REPLICAS }, () => migrate('up')));
    expect(await applied()).toHaveLength(MIGRATIONS);
  });
});
