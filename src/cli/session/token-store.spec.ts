import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenStore } from './token-store.js';

describe('TokenStore', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ingest-test-tokens-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps every login of those that are kept at the same moment', async () => {
    const servers = Array.from({ length: 12 }, (_unused, index) => `http://server-${index}`);
    const sessionOf = (server: string) => ({
      username: server,
      access_token: 'a',
      refresh_token: 'r',
      expires_at: 0,
    });
    await Promise.all(servers.map((server) => new TokenStore(folder).keep(server, sessionOf(server))));
    const store = new TokenStore(folder);
    for (const server of servers) expect(await store.find(server)).toEqual(sessionOf(server));
    expect(await readdir(folder)).toEqual(['sessions.json']);
    expect((await stat(join(folder, 'sessions.json'))).mode & 0o777).toBe(0o600);
  });
});
