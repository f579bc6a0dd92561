import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startChild } from './child.js';
import { Cleanup } from './cleanup.js';
import { createTestDatabase } from './database.js';
import { claimRedis, startRedis, withRedis } from './redis.js';
import { startStack } from './stack.js';
import { waitFor } from './wait-for.js';

// What these helpers promise is what every other test relies on.
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('createTestDatabase', () => {
  it('gives a migrated database of its own', async () => {
    const database = await createTestDatabase();
    cleanup.add(() => database.drop());
    const [row] = await database.query<{ jobs: string | null }>(`SELECT to_regclass('jobs')::text AS jobs`);
    expect(row?.jobs).toBe('jobs');
  });

  it('fails when a test leaves a connection', async () => {
    const database = await createTestDatabase();
    const left = new pg.Client({ connectionString: database.url, application_name: 'left-behind' });
    left.on('error', () => undefined);
    await left.connect();
    await expect(database.drop()).rejects.toThrow('left-behind');
  });
});

describe('claimRedis', () => {
  it('gives an empty logical database to one test at a time', async () => {
    const [first, second] = await Promise.all([claimRedis(), claimRedis()]);
    cleanup.add(() => Cleanup.all([() => first.release(), () => second.release()]));
    expect(first.url).not.toBe(second.url);
    await withRedis(first.url, (redis) => redis.set('key', 'value'));
    expect(await withRedis(second.url, (redis) => redis.dbsize())).toBe(0);
  });
});

describe('startRedis', () => {
  it('keeps port and data over a kill', async () => {
    const redis = await startRedis(['--appendfsync', 'always']);
    cleanup.add(() => redis.stop());
    await withRedis(redis.url, (client) => client.set('key', 'value'));
    await redis.kill();
    await redis.start();
    expect(await withRedis(redis.url, (client) => client.get('key'))).toBe('value');
  });
});

describe('startChild', () => {
  it('fails when a process does not end by itself', async () => {
    const stubborn = await startChild({
      name: 'stubborn',
      command: process.execPath,
      args: ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => console.log("deaf"), 10)'],
    });
    await waitFor(() => stubborn.output().includes('deaf'), { what: 'the process to be deaf' });
    await expect(stubborn.stop(500)).rejects.toThrow('stubborn did not end within 500 ms');
    expect(stubborn.ending()).toBe('SIGKILL');
  });
});

describe('startStack', () => {
  it('runs several API and worker processes, and leaves nothing', async () => {
    const stack = await startStack({ api: 2, workers: 1 });
    const me = await (await stack.http.as('viewer')).get<{ username: string }>('/auth/me');
    const pids = [...stack.apis, ...stack.workers].map((process) => process.pid);
    await stack.stop();
    expect(me).toMatchObject({ status: 200, body: { username: 'viewer' } });
    expect(pids).toHaveLength(3);
    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect([stack.storageDir, stack.scratchDir].filter((folder) => existsSync(folder))).toEqual([]);
  }, 90_000);
});
