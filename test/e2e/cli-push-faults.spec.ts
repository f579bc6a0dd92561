import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type KeptSession, TokenStore } from '../../src/cli/session/token-store.js';
import type { Schemas } from '../../src/client/create-client.js';
import type { Child } from '../support/child.js';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { startTcpProxyTo, type TcpProxy } from '../support/tcp-proxy.js';
import { waitFor } from '../support/wait-for.js';
import { CommandLine } from './steps/command-line.js';
import type { Job } from './steps/jobs.js';

const LINES = 200_000;
const LINE = '{"level":"info","msg":"a good line"}\n';

/** Files go through it; what is asked of the API does not. */
let proxy: TcpProxy;
let stack: Stack;
let user: HttpClient;
let cli: CommandLine;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  proxy = await startTcpProxyTo(stack.apiUrl);
  const api = await stack.add('api', { PUBLIC_URL: `http://127.0.0.1:${proxy.port}` });
  user = await stack.http.as('user');
  cli = await CommandLine.at(api.url);
  await cli.login('user');
}, 60_000);
afterAll(async () => {
  await cli.remove();
  await stack.stop();
  await proxy.stop();
});

async function file(name: string, content: string): Promise<string> {
  const path = join(cli.home, name);
  await writeFile(path, content);
  return path;
}

/** Does not fit into the buffers of the network. */
const contentOf = (name: string): string => `${`one of the lines of ${name}`.padEnd(59)}\n`.repeat(LINES);

async function sessionsOf({ sessionsFile }: CommandLine): Promise<Record<string, KeptSession>> {
  return JSON.parse(await readFile(sessionsFile, 'utf8')) as Record<string, KeptSession>;
}

/** As another process does. */
const keepSession = ({ sessionsFile }: CommandLine, server: string, session: KeptSession): Promise<void> =>
  new TokenStore(dirname(sessionsFile)).keep(server, session);

async function jobsOf(...names: string[]): Promise<Job[]> {
  const { body } = await user.get<Job[]>('/jobs?limit=1000');
  return body.filter(({ file: found }) => names.includes(found?.filename ?? ''));
}

async function untilEnded(...pushes: Child[]): Promise<void> {
  const isOver = (): boolean => pushes.every((push) => push.ending() !== undefined);
  await waitFor(isOver, { what: 'the push to end', timeoutMs: 30_000 });
}

describe('ingest push of a file that cannot be read', () => {
  it('says so, makes no job for it, and sends the others', async () => {
    const folder = join(cli.home, 'folder.log');
    await mkdir(folder);
    const missing = join(cli.home, 'missing.log');
    // It is a file, may be opened, and fails when it is read.
    const unreadable = '/proc/self/mem';
    const good = await file('good.log', LINE);
    const { code, stdout, stderr } = await cli.run(['push', folder, missing, unreadable, good]);
    expect(code).toBe(1);
    expect(stdout).toContain(`${good}  QUEUED`);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr.split('\n')).toEqual(
      expect.arrayContaining([
        `${folder}: It is a folder; name the files in it.`,
        `${missing}: It cannot be read: no such file or directory (ENOENT)`,
        `${unreadable}: It cannot be read: i/o error (EIO)`,
      ]),
    );
    const { body: jobs } = await user.get<Job[]>('/jobs');
    expect(jobs.map(({ file: found }) => found?.filename)).toEqual(['good.log']);
  });

  it('with --gzip says so as well', async () => {
    const unreadable = '/proc/self/mem';
    const good = await file('packed.log', LINE);
    const { code, stderr } = await cli.run(['push', '--gzip', unreadable, good]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('It cannot be read: i/o error (EIO)')]);
    expect(await jobsOf('packed.log.gz', 'mem')).toMatchObject([{ file: { filename: 'packed.log.gz' } }]);
  });
});

describe('ingest push of a file that does not stay as it is', () => {
  /** Changes a file while it is being sent. */
  async function changed(name: string, change: (path: string) => Promise<void>): Promise<Child> {
    const path = await file(`${name}.log`, contentOf(name));
    const held = proxy.holdAt(`one of the lines of ${name}`, 'before');
    const push = await cli.start(['push', path, await file(`beside-${name}.log`, LINE)]);
    await held;
    await change(path);
    proxy.restore();
    await untilEnded(push);
    expect(await jobsOf(`beside-${name}.log`)).toMatchObject([{ status: 'QUEUED' }]);
    return push;
  }

  it.each<[string, string, (path: string) => Promise<void>]>([
    ['shorter', 'It became shorter while it was sent.', (path) => writeFile(path, LINE)],
    [
      'rewritten',
      'It was written over while it was sent.',
      (path) => writeFile(path, contentOf('rewriting'), { flag: 'r+' }),
    ],
    [
      'rewritten by more',
      'It was written over while it was sent.',
      (path) => writeFile(path, `${contentOf('rewriting')}${LINE}`, { flag: 'r+' }),
    ],
    [
      'replaced',
      'Another file took its place while it was sent.',
      async (path) => {
        proxy.reset();
        await rename(await file('other.log', contentOf('replaced')), path);
      },
    ],
  ])('but is %s fails by itself, and cancels its job', async (name, sentence, change) => {
    const push = await changed(name, change);
    expect(push.ending()).toBe(1);
    expect(push.output()).toContain(`${name}.log: ${sentence}\n`);
    expect(await jobsOf(`${name}.log`)).toMatchObject([{ status: 'FAILED', error_code: 'CANCELLED' }]);
  });

  it('but grows is sent as it was', async () => {
    const push = await changed('growing', (path) => appendFile(path, LINE));
    expect([push.ending(), push.output()]).toEqual([0, expect.stringContaining('growing.log  QUEUED')]);
    expect(await jobsOf('growing.log')).toMatchObject([
      { status: 'QUEUED', file: { size: contentOf('growing').length } },
    ]);
  });
});

describe('ingest push of one file', () => {
  it('at once from several processes makes one job', async () => {
    const path = await file('contested.log', contentOf('contested'));
    proxy.hold();
    const pushes = await Promise.all(Array.from({ length: 5 }, () => cli.start(['push', path])));
    const running = (): Child[] => pushes.filter((push) => push.ending() === undefined);
    await waitFor(() => running().length === 1, { what: 'one to be left', timeoutMs: 30_000 });
    const [left] = running();
    proxy.restore();
    await untilEnded(...pushes);
    for (const push of pushes) {
      const expected =
        push === left ? [0, `${path}  QUEUED`] : [1, 'contested.log: Another push of this file is under way'];
      expect([push.ending(), push.output()]).toEqual([
        expected[0],
        expect.stringContaining(String(expected[1])),
      ]);
    }
    expect(await jobsOf('contested.log')).toMatchObject([{ status: 'QUEUED' }]);
  });

  it('that is named twice makes one job', async () => {
    const path = await file('twice.log', LINE);
    const { code, stdout } = await cli.run(['push', path, join(cli.home, '.', 'twice.log')]);
    expect([code, stdout.trimEnd().split('\n').length]).toEqual([0, 1]);
    expect(await jobsOf('twice.log')).toHaveLength(1);
  });
});

describe('a service that has too many requests', () => {
  /** Of these three commands: two files with three requests each, and a list. */
  const LIMIT = 7;

  it('is waited for, which is said once, and not with --json', async () => {
    const api = await stack.add('api', { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_PER_MINUTE: String(LIMIT) });
    const limited = await CommandLine.at(api.url);
    try {
      await limited.login('user');
      const token = await stack.http.as('user');
      for (let status = 200; status !== 429;) {
        ({ status } = await token.request('GET', `${api.url}/auth/me`));
      }
      const paths = [await file('early.log', LINE), await file('late.log', LINE)];
      const [push, list] = await Promise.all([
        limited.run(['push', ...paths]),
        limited.run(['jobs', '--json']),
      ]);
      expect(push.code).toBe(0);
      expect(
        push.stderr.match(/^The service has too many requests; going on in \d+ seconds?\.$/gm),
      ).toHaveLength(1);
      expect(list).toMatchObject({ code: 0, stderr: '' });
    } finally {
      await limited.remove();
    }
  }, 120_000);

  it('is not shown a token that another process has spent in the wait', async () => {
    const api = await stack.add('api', { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_PER_MINUTE: String(LIMIT) });
    const limited = await CommandLine.at(api.url);
    try {
      await limited.login('admin');
      for (let status = 0; status !== 429;) {
        ({ status } = await stack.http.request('GET', `${api.url}/auth/me`));
      }
      const [[server, kept] = []] = Object.entries(await sessionsOf(limited));
      if (server === undefined || kept === undefined) throw new Error('No login was kept.');
      await keepSession(limited, server, { ...kept, expires_at: 0 });
      const list = await limited.start(['jobs']);
      const isWaiting = (): boolean => list.output().includes('The service has too many requests');
      await waitFor(isWaiting, { what: 'the renewal to wait', timeoutMs: 30_000 });
      const { refresh_token } = kept;
      const { body, status } = await stack.http.post<Schemas['TokensDto']>('/auth/refresh', {
        refresh_token,
      });
      expect(status).toBe(200);
      const { expires_in, ...tokens } = body;
      await keepSession(limited, server, { ...kept, ...tokens, expires_at: Date.now() + expires_in * 1_000 });
      await waitFor(() => list.ending() !== undefined, { what: 'the list to end', timeoutMs: 90_000 });
      expect([list.ending(), list.output()]).toEqual([0, expect.not.stringContaining('has ended')]);
      expect((await limited.run(['jobs'])).code).toBe(0);
    } finally {
      await limited.remove();
    }
  }, 120_000);
});
