import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Child } from '../support/child.js';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { startTcpProxyTo, type TcpProxy } from '../support/tcp-proxy.js';
import { waitFor } from '../support/wait-for.js';
import { CommandLine } from './steps/command-line.js';
import { getJob, type Job } from './steps/jobs.js';
import { scrape } from './steps/metrics.js';
import { listParts, type UploadedPart } from './steps/parts.js';

const LINE_BYTES = 1_024;
const PART_BYTES = 5 * 1_048_576;
const LINES_IN_PART = PART_BYTES / LINE_BYTES;
const PARTS = 7;
const LINES = (PARTS - 0.5) * LINES_IN_PART;
/** More than are sent at a time: when this one is on its way, another one is there. */
const LATE_PART = 5;

/** What is asked of the API goes through one, and parts through the other. */
let asking: TcpProxy;
let sending: TcpProxy;
let stack: Stack;
let api: StackProcess;
let user: HttpClient;
let cli: CommandLine;

beforeAll(async () => {
  stack = await startStack({ env: { MULTIPART_PART_SIZE_MB: '5', MULTIPART_THRESHOLD_MB: '5' } });
  sending = await startTcpProxyTo(stack.apiUrl);
  api = await stack.add('api', { PUBLIC_URL: `http://127.0.0.1:${sending.port}` });
  asking = await startTcpProxyTo(api.url);
  user = await stack.http.as('user');
  cli = await CommandLine.at(`http://127.0.0.1:${asking.port}`);
  await cli.login('user');
}, 60_000);
afterAll(async () => {
  await cli.remove();
  await stack.stop();
  await sending.stop();
  await asking.stop();
});

/** The first line of each part says which one it is. */
async function bigFile(name: string): Promise<string> {
  const path = join(cli.home, `${name}.log`);
  const stream = createWriteStream(path);
  for (let line = 0; line < LINES; line += 1) {
    const text = `2026-01-02T03:04:05Z INFO line ${line} of ${name}`;
    if (!stream.write(`${text.padEnd(LINE_BYTES - 1, '.')}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  return path;
}

const startOf = (part: number, name: string): string => `line ${(part - 1) * LINES_IN_PART} of ${name}`;

async function jobOf(name: string): Promise<Job> {
  const { body } = await user.get<Job[]>('/jobs?limit=1000');
  const [job, ...others] = body.filter(({ file }) => file?.filename === `${name}.log`);
  expect(others).toEqual([]);
  if (job === undefined) throw new Error(`There is no job of ${name}.`);
  return job;
}

/** When the late part begins to be sent. */
async function untilLatePart(name: string): Promise<{ readonly push: Child; readonly path: string }> {
  const path = await bigFile(name);
  const held = sending.holdAt(startOf(LATE_PART, name), 'before');
  const push = await cli.start(['push', '--wait', path]);
  await held;
  return { push, path };
}

const ended = async (push: Child): Promise<number | NodeJS.Signals | undefined> => {
  await waitFor(() => push.ending() !== undefined, { what: 'the push to end', timeoutMs: 60_000 });
  return push.ending();
};

const WHOLE = { status: 'COMPLETED', statistics: { lines: LINES, records: LINES } };

async function countOfSigning(): Promise<number> {
  const series =
    'ingest_http_request_duration_seconds_count{method="POST",route="/ingest/files/:job_id/parts/sign",status="200"}';
  return (await scrape(api.url)).get(series) ?? 0;
}

describe('ingest push of a big file', () => {
  it('sends parts, and after it was killed those that are not there', async () => {
    const { push: first, path } = await untilLatePart('killed');
    await first.kill();
    sending.reset();
    sending.restore();
    const { job_id: jobId } = await jobOf('killed');
    const there = await listParts(user, jobId);
    expect(there.length).toBeGreaterThan(0);
    expect(there.length).toBeLessThan(PARTS);

    const made = asking.holdAt('/parts/complete', 'before');
    const second = await cli.start(['push', '--wait', path]);
    await made;
    const all = await listParts(user, jobId);
    expect(all).toHaveLength(PARTS);
    const isAsBefore = ({ PartNumber, ETag }: UploadedPart): boolean =>
      all.some((part) => part.PartNumber === PartNumber && part.ETag === ETag);
    expect(there.filter(isAsBefore)).toEqual(there);
    asking.restore();
    expect([await ended(second), second.output()]).toEqual([
      0,
      expect.stringContaining(`in ${PARTS} parts, ${there.length} already there`),
    ]);
    expect(await jobOf('killed')).toMatchObject({ job_id: jobId, ...WHOLE });
  }, 120_000);

  it('sends a part again whose connection broke, and not the others', async () => {
    const { push } = await untilLatePart('broken');
    const { job_id: jobId } = await jobOf('broken');
    const there = await listParts(user, jobId);
    const made = asking.holdAt('/parts/complete', 'before');
    sending.reset();
    sending.restore();
    await made;
    const all = await listParts(user, jobId);
    expect(all).toEqual(expect.arrayContaining(there));
    asking.restore();
    expect([await ended(push), await jobOf('broken')]).toMatchObject([0, WHOLE]);
    expect(push.output()).not.toContain('already there');
  }, 120_000);

  it('goes on where the file was made of its parts and the job is not queued', async () => {
    const path = await bigFile('made');
    const askedBefore = await countOfSigning();
    const held = asking.holdAt('/ingest/files/complete', 'before');
    const first = await cli.start(['push', path]);
    await held;
    await first.kill();
    asking.reset();
    asking.restore();
    const { job_id: jobId, status } = await jobOf('made');
    expect(status).toBe('CREATED');
    expect(await countOfSigning()).toBe(askedBefore + 1);
    expect(await cli.run(['push', '--wait', path])).toMatchObject({ code: 0 });
    expect(await jobOf('made')).toMatchObject({ job_id: jobId, ...WHOLE });
  }, 120_000);

  it('that is cut while it is sent says so, and leaves no job that waits for it', async () => {
    const { push, path } = await untilLatePart('cut');
    await truncate(path, PART_BYTES);
    sending.restore();
    expect([await ended(push), push.output()]).toEqual([
      1,
      expect.stringContaining('cut.log: It became shorter while it was sent.'),
    ]);
    const { job_id: jobId } = await jobOf('cut');
    expect(await getJob(user, jobId)).toMatchObject({ status: 'FAILED', error_code: 'CANCELLED' });
  }, 60_000);
});
