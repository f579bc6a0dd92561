import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { startTcpProxyTo, type TcpProxy } from '../support/tcp-proxy.js';
import { waitFor } from '../support/wait-for.js';
import { CommandLine } from './steps/command-line.js';
import { listSamples } from './steps/corpus.js';
import type { Job } from './steps/jobs.js';

const LINES = 200_000;

const jobsOf = async (user: HttpClient): Promise<Job[]> => (await user.get<Job[]>('/jobs?limit=1000')).body;

describe('ingest push --wait of the whole corpus', () => {
  let stack: Stack;
  let cli: CommandLine;

  beforeAll(async () => {
    stack = await startStack();
    cli = await CommandLine.at(stack.apiUrl);
    await cli.login('user');
  }, 60_000);
  afterAll(async () => {
    await cli.remove();
    await stack.stop();
  });

  it('writes a line for each file, with the counts of its job, and ends with whether any line was rejected', async () => {
    const samples = await listSamples();
    const { code, stdout, stderr } = await cli.run(['push', '--wait', ...samples]);
    const jobs = new Map((await jobsOf(await stack.http.as('user'))).map((job) => [job.job_id, job]));
    const lines = stdout.trimEnd().split('\n');
    const empty = stderr.split('\n').filter((line) => line.endsWith(': empty, nothing to send'));
    expect(lines.length + empty.length).toBe(samples.length);
    expect(jobs.size).toBe(lines.length);
    for (const line of lines) {
      const [path = '', summary = '', jobId = ''] = line.split('  ');
      const statistics = jobs.get(jobId)?.statistics;
      const [read, records, rejected] = (summary.match(/[\d,]+(?= (?:line|record|rejected))/g) ?? []).map(
        (text) => Number(text.replaceAll(',', '')),
      );
      expect([path, read, records, rejected]).toEqual([
        path,
        statistics?.lines,
        statistics?.records,
        statistics?.rejected_lines,
      ]);
      expect(samples).toContain(path);
    }
    const rejected = [...jobs.values()].reduce(
      (sum, { statistics }) => sum + (statistics?.rejected_lines ?? 0),
      0,
    );
    expect(rejected).toBeGreaterThan(0);
    expect(code).toBe(2);
    process.stderr.write(
      `The corpus: ${lines.length} files pushed, ${empty.length} empty, ${rejected} lines rejected\n`,
    );
  }, 180_000);
});

describe('ingest push after a cut', () => {
  /** Uploads go through it; what is asked of the API does not. */
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

  /** A file that does not fit into the buffers of the network. */
  async function bigFile(name: string): Promise<string> {
    const path = join(cli.home, `${name}.log`);
    await writeFile(path, `2026-01-02T03:04:05Z INFO one of the lines of ${name}\n`.repeat(LINES));
    return path;
  }
  const named = async (name: string): Promise<Job[]> =>
    (await jobsOf(user)).filter(({ file }) => file?.filename === `${name}.log`);

  it('of a process that was killed in the middle of the file sends it again, as the same job', async () => {
    const path = await bigFile('killed');
    const held = proxy.holdAt('one of the lines of killed', 'before');
    const first = await cli.start(['push', path]);
    await held;
    await first.kill();
    proxy.reset();
    proxy.restore();
    const [begun] = await named('killed');
    expect(begun).toMatchObject({ status: 'CREATED' });

    const { code, stdout, stderr } = await cli.run(['push', path]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('going on with an earlier run, CREATED') as unknown,
    });
    expect(stdout).toContain(begun?.job_id);
    expect(await named('killed')).toMatchObject([{ job_id: begun?.job_id, status: 'QUEUED' }]);
  });

  it('of the connection alone sends the file again by itself', async () => {
    const path = await bigFile('broken');
    const held = proxy.holdAt('one of the lines of broken', 'before');
    const push = await cli.start(['push', path]);
    await held;
    proxy.reset();
    proxy.restore();
    await waitFor(() => push.ending() !== undefined, { what: 'the push to end', timeoutMs: 30_000 });
    expect([push.ending(), push.output()]).toEqual([0, expect.stringContaining('QUEUED')]);
    expect(await named('broken')).toHaveLength(1);
  });

  it('of a process that was killed while it waited waits on, and a push after its end is a new job', async () => {
    const path = await bigFile('waiting');
    const first = await cli.start(['push', '--wait', path]);
    await waitFor(async () => (await named('waiting'))[0]?.status === 'QUEUED', {
      what: 'the job to be queued',
    });
    await first.kill();
    await stack.add('worker');

    const { code, stdout, stderr } = await cli.run(['push', '--wait', path]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('going on') as unknown });
    const [job, ...others] = await named('waiting');
    expect(others).toEqual([]);
    expect(stdout).toContain(`COMPLETED ${LINES.toLocaleString('en-US')} lines`);
    expect(stdout).toContain(job?.job_id);

    expect((await cli.run(['push', '--wait', path])).code).toBe(0);
    expect(await named('waiting')).toHaveLength(2);
  }, 120_000);

  it('waits for longer than the lease that a server left behind when it died', async () => {
    const path = await bigFile('leased');
    const held = proxy.holdAt('one of the lines of leased', 'before');
    const push = await cli.start(['push', path]);
    await held;
    const folder = join(cli.home, 'state/ingest/uploads');
    const [record = ''] = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const { key } = JSON.parse(await readFile(join(folder, record), 'utf8')) as { key: string };
    await stack.query(
      `INSERT INTO idempotency_keys (user_id, route, key, lease_token, fingerprint, leased_until, expires_at)
       SELECT user_id, 'complete', key, gen_random_uuid(), $2, now() + interval '40 s', expires_at
       FROM idempotency_keys WHERE key = $1`,
      [
        key,
        createHash('sha256')
          .update(JSON.stringify({ job_id: (await named('leased'))[0]?.job_id }))
          .digest(),
      ],
    );
    proxy.restore();
    await waitFor(() => push.ending() !== undefined, { what: 'the push to end', timeoutMs: 90_000 });
    expect([push.ending(), push.output()]).toEqual([0, expect.stringMatching(/QUEUED|PROCESSING|COMPLETED/)]);
    expect(await named('leased')).toHaveLength(1);
  }, 120_000);
});
