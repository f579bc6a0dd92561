import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { HttpClient } from '../support/http-client.js';
import { noteFile } from '../support/seen-secrets.js';
import { startStack, type Stack } from '../support/stack.js';
import { startTcpProxyTo } from '../support/tcp-proxy.js';
import { CommandLine } from './steps/command-line.js';
import { getJob, ingest, init, type Job } from './steps/jobs.js';
import { scrape } from './steps/metrics.js';

const GOOD = [
  '{"time":"2026-01-02T03:04:05Z","level":"info","msg":"a good line","service":"shop","user":{"id":41}}',
  '{"time":"2026-01-02T03:14:05Z","level":"error","msg":"a bad end","service":"shop","user":{"id":42}}',
].join('\n');
const sought = (time: string): string => JSON.stringify({ time, msg: 'named by its job' });
/** Sets the title, clears the screen (C0 and C1), rings, deletes, and turns the direction of text. */
const HOSTILE = '\u001b]0;owned\u0007 \u001b[2J \u009b2J \u007f \u202eevil\u202c \u2066x\u2069 \r\u0085';
// eslint-disable-next-line no-control-regex -- these are what it is about
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

let stack: Stack;
let user: HttpClient;
let cli: CommandLine;

beforeAll(async () => {
  stack = await startStack();
  user = await stack.http.as('user');
  cli = await CommandLine.at(stack.apiUrl);
  await cli.login('user');
}, 60_000);
afterAll(async () => {
  await cli.remove();
  await stack.stop();
});

async function file(name: string, content: string): Promise<string> {
  const path = join(cli.home, name);
  await writeFile(path, content);
  noteFile(content);
  return path;
}

async function pushed(args: readonly string[], input?: string): Promise<{ code: number | null; job: Job }> {
  const { code, stdout } = await cli.run(['push', '--wait', '--json', ...args], input);
  return { code, job: JSON.parse(stdout) as Job };
}

async function countOfRenewals(): Promise<number> {
  const series =
    'ingest_http_request_duration_seconds_count{method="POST",route="/auth/refresh",status="200"}';
  return (await scrape(stack.apiUrl)).get(series) ?? 0;
}

describe('ingest login', () => {
  it('keeps the tokens where their owner alone can read them, and shows neither them nor the password', async () => {
    const other = await CommandLine.at(stack.apiUrl);
    try {
      const { code, stdout, stderr } = await other.run(['login', 'user'], 'user123\n');
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      const kept = await readFile(other.sessionsFile, 'utf8');
      expect(kept).not.toContain('user123');
      expect(stderr).not.toMatch(/user123|eyJ/);
      expect((await stat(other.sessionsFile)).mode & 0o777).toBe(0o600);
      expect((await stat(join(other.home, 'config/ingest'))).mode & 0o777).toBe(0o700);

      expect((await other.run(['logout'])).code).toBe(0);
      expect(await readFile(other.sessionsFile, 'utf8')).not.toContain('eyJ');
      expect(await other.run(['jobs'])).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('ingest login') as unknown,
      });
      const { refresh_token } =
        Object.values(JSON.parse(kept) as Record<string, { refresh_token: string }>)[0] ?? {};
      expect((await stack.http.post('/auth/refresh', { refresh_token })).status).toBe(401);
    } finally {
      await other.remove();
    }
  });

  it('at once from several processes keeps the tokens of them all', async () => {
    const other = await CommandLine.at(stack.apiUrl);
    const proxies = await Promise.all(Array.from({ length: 5 }, () => startTcpProxyTo(stack.apiUrl)));
    const servers = proxies.map(({ port }) => `http://127.0.0.1:${port}`);
    try {
      const logins = servers.map((url) => other.run(['--url', url, 'login', 'user'], 'user123\n'));
      expect((await Promise.all(logins)).map(({ code }) => code)).toEqual(servers.map(() => 0));
      const kept = JSON.parse(await readFile(other.sessionsFile, 'utf8')) as object;
      expect(Object.keys(kept).sort()).toEqual([...servers].sort());
      expect((await stat(other.sessionsFile)).mode & 0o777).toBe(0o600);
      expect(await readdir(dirname(other.sessionsFile))).toEqual([basename(other.sessionsFile)]);
    } finally {
      await other.remove();
      await Promise.all(proxies.map((proxy) => proxy.stop()));
    }
  });

  it('says what is wrong with a login', async () => {
    const refused = await cli.run(['login', 'user'], 'not-the-password\n');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('INVALID_CREDENTIALS') as unknown,
    });
    expect((await cli.run(['jobs'])).code).toBe(0);
  });

  it('renews tokens by itself, for commands at once too', async () => {
    const before = await readFile(cli.sessionsFile, 'utf8');
    await writeFile(cli.sessionsFile, before.replace(/"expires_at": \d+/, '"expires_at": 0'));
    const renewedBefore = await countOfRenewals();
    const codes = await Promise.all([1, 2, 3].map(async () => (await cli.run(['jobs'])).code));
    expect(codes).toEqual([0, 0, 0]);
    expect(await countOfRenewals()).toBe(renewedBefore + 1);
    const after = await readFile(cli.sessionsFile, 'utf8');
    expect(JSON.parse(after)).not.toEqual(JSON.parse(before));
    expect((await cli.run(['jobs'])).code).toBe(0);
  });
});

describe('ingest push', () => {
  it('ends with 0 where every line was read', async () => {
    const path = await file('good.log', GOOD);
    const { code, stdout, stderr } = await cli.run(['push', '--wait', path]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /good\.log {2}COMPLETED 2 lines, 2 records, 0 rejected, ndjson, 2026-01-02 03:04:05 to 2026-01-02 03:14:05 {2}\S{36}\n$/,
      ) as unknown,
    });
    expect(stderr).toMatch(/good\.log: uploading 200 B\n.*good\.log: (queued|processing|completed)\n/s);
  });

  it('ends with 2 where some were not, and with 1 where a file failed', async () => {
    const [good, some] = [await file('good.log', GOOD), await file('some.log', `${GOOD}\n{"cut off`)];
    const bomb = join(cli.home, 'bomb.gz');
    await writeFile(bomb, gzipSync(Buffer.alloc(20_000_000, 'a')));
    expect((await pushed([some, '--format', 'ndjson'])).code).toBe(2);
    const { code, stdout } = await cli.run(['push', '--wait', good, some, bomb]);
    expect(code).toBe(1);
    expect(stdout).toContain('FAILED');
    const missing = await cli.run(['push', '--wait', good, join(cli.home, 'missing.log')]);
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'missing.log: It cannot be read: no such file or directory (ENOENT)',
      ) as unknown,
    });
    expect(missing.stdout).toContain('good.log  COMPLETED');
  });

  it('ends with 2 where a compressed file was cut, and says so', async () => {
    const cut = join(cli.home, 'cut.log.gz');
    const whole = gzipSync(GOOD.repeat(500), { level: 0 });
    await writeFile(cut, whole.subarray(0, whole.length / 2));
    const { code, stdout } = await cli.run(['push', '--wait', cut]);
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: expect.stringMatching(/cut\.log\.gz {2}COMPLETED .*, cut off, /) as unknown,
    });
  });

  it('takes standard input, labels, a zone and a format, and compresses', async () => {
    const options = [
      '--label',
      'env=test',
      '--label',
      'note=a=b',
      '--timezone',
      'Europe/Berlin',
      '--format',
      'ndjson',
      '--gzip',
    ];
    const { code, job } = await pushed(['-', ...options], GOOD);
    expect(code).toBe(0);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      file: {
        filename: 'standard-input.log.gz',
        log_format: 'ndjson',
        timezone: 'Europe/Berlin',
        labels: { env: 'test', note: 'a=b' },
      },
      statistics: { records: 2, compression: 'gzip', decompressed_bytes: Buffer.byteLength(GOOD) },
    });
    const links = await user.get<{ raw: { url: string } }>(`/jobs/${job.job_id}/files`);
    const raw = Buffer.from(await (await fetch(links.body.raw.url)).arrayBuffer());
    expect(gunzipSync(raw).toString()).toBe(GOOD);
  });

  it('does not wait unless it is told to', async () => {
    const { code, stdout } = await cli.run(['push', '--json', await file('later.log', GOOD)]);
    expect(code).toBe(0);
    const { job_id } = JSON.parse(stdout) as Job;
    expect((await getJob(user, job_id)).queued_at).not.toBeNull();
  });
});

describe('what a job is asked', () => {
  let job: Job;

  beforeAll(async () => {
    job = await ingest(user, `${GOOD}\n{"cut off\n`, { filename: 'asked.log', log_format: 'ndjson' });
  });

  it('ingest jobs and show', async () => {
    const { stdout } = await cli.run(['jobs', '--limit', '1', '--status', 'COMPLETED']);
    expect(stdout).toContain(`${job.job_id}  `);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect((await cli.run(['show', job.job_id])).stdout).toContain(
      '3 = 2 in records + 1 rejected + 0 blank + 0 structural',
    );
    expect(JSON.parse((await cli.run(['show', '--json', job.job_id])).stdout)).toEqual(
      await getJob(user, job.job_id),
    );
  });

  it('ingest logs, with every filter', async () => {
    const lines = async (...args: string[]): Promise<string[]> =>
      (await cli.run(['logs', job.job_id, ...args])).stdout.split('\n').filter((line) => line !== '');
    expect(await lines()).toEqual([
      '2026-01-02 03:04:05 info  shop a good line',
      '2026-01-02 03:14:05 error shop a bad end',
    ]);
    expect(await lines('--raw', '--order', 'desc')).toEqual(GOOD.split('\n').reverse());
    for (const filter of [
      ['--severity', 'error'],
      ['-q', 'BAD'],
      ['--from', '2026-01-02T03:10:00Z'],
      ['--field', 'user.id=42'],
      ['--field', 'user.id=42', '--field', 'user.id=43', '--field', 'service=shop'],
    ]) {
      expect([filter, await lines(...filter)]).toEqual([
        filter,
        ['2026-01-02 03:14:05 error shop a bad end'],
      ]);
    }
    expect(await lines('--to', '2026-01-02T03:10:00Z', '--severity', 'error')).toEqual([]);
    const none = await cli.run(['logs', job.job_id, '--text', 'nobody wrote this']);
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'There are no records.\n' });
    const limited = await cli.run(['logs', job.job_id, '--limit', '1', '--json']);
    expect(JSON.parse(limited.stdout)).toMatchObject({
      body: 'a good line',
      attributes: { user: { id: 41 } },
    });
    expect(limited.stderr).toBe('There are more records; see them with --limit or --all.\n');
    expect((await cli.run(['logs', job.job_id, '--severity', 'loud'])).code).toBe(1);
  });

  it('ingest search, rejects and histogram', async () => {
    const found = await cli.run(['search', '-q', 'a bad end', '--limit', '1', '--json']);
    expect(JSON.parse(found.stdout)).toMatchObject({ body: 'a bad end' });
    expect((await cli.run(['rejects', job.job_id])).stdout).toMatch(
      /^INVALID_JSON line 3.*\n {4}\{"cut off\n$/,
    );
    const drawn = await cli.run(['histogram', job.job_id]);
    expect(drawn.stdout).toMatch(/█/);
    expect(drawn.stdout).toMatch(/2026-01-02 03:04:0\d/);
    expect(drawn.stdout).toMatch(/ERROR +1\n/);
    expect(drawn.stdout).not.toContain('In no column');
  });

  it('ingest show and jobs tell what a count alone would hide', async () => {
    const hidden = await ingest(
      user,
      gzipSync(
        '{"ts":"2026-13-41T00:00:00Z","level":"wat","msg":"\\u0000"}\n{"level":"info","ts":"2026-01-02"}\n',
      ),
      { filename: 'hidden.log.gz', log_format: 'ndjson', labels: { env: 'dev' } },
    );
    const { stdout } = await cli.run(['show', hidden.job_id]);
    expect(stdout).toMatch(/^Format +ndjson, \d+ % sure, gzip$/m);
    expect(stdout).toMatch(/^Labels +env=dev$/m);
    expect(stdout).toMatch(/^No time +1 record$/m);
    expect(stdout).toMatch(/^unknown +█+ +1 50\.0 %$/m);
    const binary = await pushed([await file('binary.log', 'a\u0000b\n')]);
    expect((await cli.run(['show', binary.job.job_id])).stdout).toMatch(
      /^Replaced +1 byte that were no text$/m,
    );
    const refused = await ingest(user, 'no', { filename: 'no.log', log_format: 'ndjson', on_error: 'abort' });
    expect((await cli.run(['jobs', '--limit', '1'])).stdout).toContain(
      `FAILED      no.log (2 B)  ${refused.error_code ?? '-'}`,
    );
    const unkeyed = await cli.run(['histogram', job.job_id, '--by', 'status']);
    expect(unkeyed.stdout).toMatch(/\nwithout it +2\n$/);
    const unclosed = await cli.run(['push', '--wait', await file('unclosed.json', '[{"msg":"a"},\n')]);
    expect(unclosed).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('0 rejected, incomplete, json') as unknown,
    });
  });

  it('ingest search names the job of what it finds, and a histogram what it cannot place', async () => {
    const ofHour = (hour: string): Promise<Job> =>
      ingest(
        user,
        ['05', '06', ''].map((minute) => sought(minute && `2026-01-02T${hour}:${minute}:00Z`)).join('\n'),
        { filename: 'sought.log', log_format: 'ndjson' },
      );
    const jobs = [await ofHour('07'), await ofHour('08')];
    expect((await cli.run(['search', '-q', 'named by its job'])).stdout).toBe(
      [
        ...[`Job ${jobs[1]?.job_id ?? ''}`, '2026-01-02 08:06:00', '2026-01-02 08:05:00'],
        ...[`Job ${jobs[0]?.job_id ?? ''}`, '2026-01-02 07:06:00', '2026-01-02 07:05:00'],
      ]
        .map((line) => (line.startsWith('Job') ? line : `${line}       named by its job`))
        .join('\n') + '\n',
    );
    const drawn = (...args: string[]): Promise<unknown> =>
      cli.run(['histogram', jobs[0]?.job_id ?? '', ...args]);
    expect(await drawn()).toMatchObject({
      stdout: expect.stringMatching(/\nIn no column, for want of a timestamp: 1\n$/) as string,
    });
    expect(await drawn('--from', '2026-01-03T00:00:00Z')).toMatchObject({ stdout: '' });
    expect(await drawn('--interval', '0.5')).toMatchObject({
      code: 1,
      stderr: 'ingest: interval must be auto or a whole number of seconds (VALIDATION_FAILED)\n',
    });
    const untimed = await ingest(user, '{"msg":"never"}', { filename: 'untimed.log', log_format: 'ndjson' });
    expect(await cli.run(['histogram', untimed.job_id])).toMatchObject({
      stdout: '',
      stderr: 'There are no records with a timestamp, and 1 without.\n',
    });
  });

  it('ingest cancel, retry and delete steer jobs', async () => {
    const path = await file('steered.log', 'no JSON');
    const { job_id } = JSON.parse((await cli.run(['push', '--wait', '--json', path])).stdout) as Job;
    const over = await cli.run(['cancel', job_id]);
    expect(over).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('JOB_STATE_CONFLICT') as unknown,
    });
    const failed = await ingest(user, 'no', { filename: 'no.log', log_format: 'ndjson', on_error: 'abort' });
    const again = await cli.run(['retry', failed.job_id]);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining(failed.job_id) as unknown });
    const open = await init(user, 5);
    const cancelled = await cli.run(['cancel', '--json', open.job_id]);
    expect(JSON.parse(cancelled.stdout)).toMatchObject({ status: 'FAILED', error_code: 'CANCELLED' });
    const nobody = randomUUID();
    expect(await cli.run(['delete', job_id, nobody, open.job_id])).toEqual({
      code: 1,
      stdout: `Deleted ${job_id}\nDeleted ${open.job_id}\n`,
      stderr: expect.stringMatching(new RegExp(`^${nobody}: .*JOB_NOT_FOUND.*\\n$`)) as unknown,
    });
    expect((await user.get(`/jobs/${job_id}`)).status).toBe(404);
  });

  it('says beside a list that it is empty, or that there is more', async () => {
    const clean = await ingest(user, GOOD, { filename: 'clean.log', log_format: 'ndjson' });
    const none = ['-q', 'nobody wrote this'];
    for (const [args, what] of [
      [['jobs', '--status', 'PROCESSING'], 'jobs'],
      [['search', ...none], 'records with a timestamp'],
      [['logs', clean.job_id, ...none, '--json'], 'records'],
      [['rejects', clean.job_id], 'rejects'],
      [['histogram', clean.job_id, ...none], 'records'],
    ] as const) {
      expect([args, await cli.run(args)]).toEqual([
        args,
        { code: 0, stdout: '', stderr: `There are no ${what}.\n` },
      ]);
    }
    for (const [args, what] of [
      [['jobs', '--limit', '1', '--json'], 'jobs'],
      [['search', '--limit', '1', '--json'], 'records with a timestamp'],
    ] as const) {
      const { stdout, stderr } = await cli.run(args);
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr).toBe(`There are more ${what}; see them with --limit.\n`);
    }
    const all = await cli.run(['jobs', '--limit', '2000']);
    const { body: jobs } = await user.get<Job[]>('/jobs?limit=1000');
    expect(all).toMatchObject({ code: 0, stderr: '' });
    expect(all.stdout.trimEnd().split('\n')).toHaveLength(jobs.length);
  });

  it('says what there is not', async () => {
    const missing = await cli.run(['show', '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e']);
    expect(missing).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'ingest: There is no such job. (JOB_NOT_FOUND)\n',
    });
  });
});

it('shows what a log would do to the terminal, and does not let it', async () => {
  const lines = [
    JSON.stringify({
      time: '2026-01-02T03:04:05Z',
      level: HOSTILE.slice(0, 6),
      msg: HOSTILE,
      service: HOSTILE,
    }),
    `{"cut off ${HOSTILE.replaceAll('\r', '')}`,
  ];
  const path = await file('hostile \u001b[31m.log', lines.join('\n'));
  const { code, stdout, stderr } = await cli.run(['push', '--wait', '--format', 'ndjson', path]);
  expect(code).toBe(2);
  const { stdout: listed } = await cli.run(['jobs', '--limit', '1', '--json']);
  const { job_id } = JSON.parse(listed) as Job;
  const outputs = [stdout, stderr, listed];
  for (const command of [
    ['logs', job_id],
    ['logs', job_id, '--raw'],
    ['logs', job_id, '--json'],
    ['search', '-q', 'evil', '--limit', '1'],
    ['search', '-q', 'evil', '--limit', '1', '--json'],
    ['rejects', job_id],
    ['rejects', job_id, '--json'],
    ['show', job_id],
    ['show', job_id, '--json'],
    ['histogram', job_id, '--by', 'service'],
    ['jobs'],
  ]) {
    const answer = await cli.run(command);
    expect([command, answer.code, answer.stdout === '']).toEqual([command, 0, false]);
    outputs.push(answer.stdout, answer.stderr);
  }
  for (const output of outputs) expect(CONTROLS.exec(output)).toBeNull();
  const shown = await cli.run(['logs', job_id]);
  expect(shown.stdout).toContain('\\x1b]0;owned\\x07 \\x1b[2J \\x9b2J \\x7f \\u202eevil\\u202c');
  const record = JSON.parse((await cli.run(['logs', job_id, '--json'])).stdout) as { body: string };
  expect(record.body).toBe(HOSTILE);
});

it('is a program of its own, which a build does not touch', () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: { ingest: string } };
  expect(bin.ingest).not.toMatch(/^(\.\/)?dist/);
  expect(statSync(bin.ingest).mode & 0o111).toBe(0o111);
  expect(spawnSync(bin.ingest, ['--help'], { encoding: 'utf8' }).stdout).toContain('push');
});
