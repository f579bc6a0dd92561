import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type HttpClient, putFile } from '../support/http-client.js';
import { startStack, type Stack, type Variables } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { signUp } from './steps/accounts.js';
import { getJob, init, untilFinished } from './steps/jobs.js';
import { initInParts, listParts, type MultipartTicket, sendPart, type SignedPart } from './steps/parts.js';
import { expectProblem, pointersOf } from './steps/problems.js';
import { beginUpload } from './steps/slow-upload.js';

const MIB = 1_048_576;
const REAL_S3 = process.env['TEST_S3_ENDPOINT'];
const STORAGES: [string, Variables | undefined][] = [
  ['LOCAL', {}],
  [
    'S3',
    REAL_S3 === undefined
      ? undefined
      : {
          STORAGE_TYPE: 'S3',
          S3_ENDPOINT: REAL_S3,
          S3_ACCESS_KEY: process.env['TEST_S3_ACCESS_KEY'] ?? '',
          S3_SECRET_KEY: process.env['TEST_S3_SECRET_KEY'] ?? '',
          S3_BUCKET: `parts-${randomUUID()}`,
        },
  ],
];

/** Lines of one length, so that the file has exactly this size. */
function fileOf(bytes: number): Buffer {
  const line = '{"time":"2026-05-01T08:00:00Z","level":"info","msg":"one of the many lines of a big file"}';
  return Buffer.from(`${line.padEnd(1_023)}\n`.repeat(Math.ceil(bytes / 1_024))).subarray(0, bytes);
}

const FILE = fileOf(12 * MIB);

describe.each(STORAGES)('a big file in parts: %s', (name, env) => {
  const proven = env === undefined ? it.skip : it;
  let stack: Stack;
  let client: HttpClient;

  beforeAll(async () => {
    if (env === undefined) return;
    stack = await startStack({
      env: {
        ...env,
        MULTIPART_PART_SIZE_MB: '5',
        MULTIPART_THRESHOLD_MB: '5',
        SWEEP_INTERVAL_SECONDS: '1',
        ORPHAN_AGE_SECONDS: '60',
        ORPHAN_SCAN_INTERVAL_SECONDS: '1',
      },
    });
    client = await stack.http.as('user');
  }, 60_000);
  afterAll(async () => {
    if (env !== undefined) await stack.stop();
  });

  const complete = (ticket: MultipartTicket, body: object = {}) =>
    client.post<{ location: string }>(`/ingest/files/${ticket.job_id}/parts/complete`, body);

  proven('goes on after a cut, and is read whole', async () => {
    const ticket = (await init(client, FILE.length)) as MultipartTicket;
    expect(ticket.multipart).toMatchObject({ part_size: 5 * MIB, part_count: 3 });
    await sendPart(client, ticket, 1, FILE);
    await cutOff(ticket);

    const missing = await complete(ticket);
    expectProblem(missing, 409, 'PARTS_MISSING');
    expect(missing.body).toMatchObject({ detail: '2 parts are missing: 2, 3.' });
    const there = await listParts(client, ticket.job_id);
    expect(there.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([[1, 5 * MIB]]);
    const etags = [{ PartNumber: 1, ETag: there[0]?.ETag ?? '' }];
    for (const number of [3, 2]) {
      etags.push({ PartNumber: number, ETag: await sendPart(client, ticket, number, FILE) });
    }

    const wrong = etags.map((part) => ({ ...part, ETag: '"0"' }));
    expectProblem(await complete(ticket, { parts: wrong }), 409, 'PARTS_DIFFER');
    for (let again = 0; again < 2; again += 1) {
      const done = await complete(ticket, { parts: etags });
      expect([done.status, done.body]).toEqual([200, { location: `/jobs/${ticket.job_id}` }]);
    }
    expect((await client.post('/ingest/files/complete', { job_id: ticket.job_id })).status).toBe(200);
    expect(await untilFinished(client, ticket.job_id)).toMatchObject({
      status: 'COMPLETED',
      statistics: { bytes: FILE.length, lines: FILE.length / 1_024, records: FILE.length / 1_024 },
    });
    expect((await complete(ticket)).status).toBe(200);
  });

  /** Sends half of a part and breaks the connection. */
  async function cutOff({ job_id: jobId }: MultipartTicket): Promise<void> {
    const { body } = await client.post<{ url: string }>(`/ingest/files/${jobId}/parts/2`);
    const upload = await beginUpload(body.url, FILE.subarray(5 * MIB, 10 * MIB).toString());
    upload.cut();
  }

  proven('is put together by `complete` itself, once, whoever calls it at the same time', async () => {
    const ticket = await initInParts(client, FILE.length);
    expectProblem(
      await client.post('/ingest/files/complete', { job_id: ticket.job_id }),
      409,
      'PARTS_MISSING',
    );
    expect((await getJob(client, ticket.job_id)).status).toBe('CREATED');
    for (const number of [1, 2, 3]) await sendPart(client, ticket, number, FILE);
    const answers = await Promise.all(
      [1, 2, 3].map(() => client.post('/ingest/files/complete', { job_id: ticket.job_id })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await untilFinished(client, ticket.job_id)).toMatchObject({ status: 'COMPLETED' });
  });

  proven('may still be sent whole, and then leaves no parts', async () => {
    const ticket = await initInParts(client, FILE.length);
    await sendPart(client, ticket, 1, FILE);
    expect((await putFile(ticket.presigned_url, FILE)).status).toBe(200);
    expect((await client.post('/ingest/files/complete', { job_id: ticket.job_id })).status).toBe(200);
    expect(await untilFinished(client, ticket.job_id)).toMatchObject({ status: 'COMPLETED' });
    await untilNoPartsAreLeft();
  });

  proven('has parts of exactly the size declared, and no others', async () => {
    const ticket = await initInParts(client, FILE.length);
    const { body } = await client.post<{ url: string }>(`/ingest/files/${ticket.job_id}/parts/3`);
    for (const bytes of [2 * MIB + 1, 2 * MIB - 1]) {
      const response = await putFile(body.url, FILE.subarray(0, bytes)).catch(() => undefined);
      expect(response?.status ?? 400).toBeGreaterThanOrEqual(400);
    }
    for (const number of [0, 4, 99_999]) {
      expectProblem(
        await client.post(`/ingest/files/${ticket.job_id}/parts/${number}`),
        422,
        'INVALID_PART_NUMBER',
      );
    }
    expectProblem(await client.post(`/ingest/files/${ticket.job_id}/parts/x`), 422, 'VALIDATION_FAILED');
    expect(await listParts(client, ticket.job_id)).toEqual([]);
    const small = await init(client, 10, { multipart: false });
    expectProblem(await client.get(`/ingest/files/${small.job_id}/parts`), 409, 'NOT_MULTIPART');
  });

  proven('has many parts signed by one request', async () => {
    const ticket = await initInParts(client, FILE.length);
    const path = `/ingest/files/${ticket.job_id}/parts/sign`;
    const sign = (numbers: unknown) =>
      client.post<(SignedPart & { part_number: number })[]>(path, { part_numbers: numbers });
    const { status, body } = await sign([3, 1, 2]);
    expect([status, body.map(({ part_number, size }) => [part_number, size])]).toEqual([
      200,
      [
        [3, 2 * MIB],
        [1, 5 * MIB],
        [2, 5 * MIB],
      ],
    ]);
    for (const { part_number: number, url } of body) {
      const part = FILE.subarray((number - 1) * 5 * MIB, number * 5 * MIB);
      expect((await putFile(url, part)).status).toBe(200);
    }
    for (const numbers of [[1, 4], [0]]) {
      const problem = expectProblem(await sign(numbers), 422, 'INVALID_PART_NUMBER');
      expect(pointersOf(problem)).toEqual(['/part_numbers']);
    }
    const hundredAndOne = Array.from({ length: 101 }, (_part, index) => index + 1);
    for (const numbers of [[], [1, 1], ['1'], [1.5], 1, undefined, hundredAndOne]) {
      expectProblem(await sign(numbers), 422, 'VALIDATION_FAILED');
    }
    const done = await Promise.all([1, 2, 3, 4, 5].map(() => complete(ticket)));
    expect(done.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expectProblem(await client.get(`/ingest/files/${ticket.job_id}/parts`), 404, 'MULTIPART_GONE');
  });

  proven('is nobody else’s', async () => {
    const ticket = await initInParts(client, FILE.length);
    const { client: stranger } = await signUp(stack, `stranger-${randomUUID()}`);
    const path = `/ingest/files/${ticket.job_id}/parts`;
    for (const answer of [
      await stranger.get(path),
      await stranger.post(`${path}/1`),
      await stranger.post(`${path}/complete`, {}),
      await stranger.delete(path),
    ])
      expectProblem(answer, 404, 'JOB_NOT_FOUND');
  });

  proven('leaves nothing when it is aborted, cancelled, removed or expired', async () => {
    const tickets = await Promise.all([1, 2, 3, 4].map(() => initInParts(client, FILE.length)));
    for (const ticket of tickets) await sendPart(client, ticket, 1, FILE);
    const [aborted, cancelled, removed, expired] = tickets.map(({ job_id }) => job_id);
    for (let again = 0; again < 2; again += 1) {
      expect((await client.delete(`/ingest/files/${aborted ?? ''}/parts`)).status).toBe(204);
    }
    expect(await getJob(client, aborted ?? '')).toMatchObject({ status: 'FAILED', error_code: 'CANCELLED' });
    expect((await client.post(`/jobs/${cancelled ?? ''}/cancel`)).status).toBe(200);
    expect((await client.delete(`/jobs/${removed ?? ''}`)).status).toBe(204);
    await stack.query(`UPDATE file_uploads SET expires_at = now() - interval '2 days' WHERE job_id = $1`, [
      expired,
    ]);
    expect(await untilFinished(client, expired ?? '')).toMatchObject({ error_code: 'UPLOAD_EXPIRED' });
    for (const jobId of [aborted, cancelled, expired]) {
      expectProblem(await client.get(`/ingest/files/${jobId ?? ''}/parts`), 409, 'JOB_STATE_CONFLICT');
    }
    await untilNoPartsAreLeft(tickets);
  });

  /** With S3 storage the service is asked by its own words: an upload that is gone takes no part any more. */
  async function untilNoPartsAreLeft(tickets: readonly MultipartTicket[] = []): Promise<void> {
    if (name === 'LOCAL') {
      const left = async (): Promise<string[]> => readdir(join(stack.storageDir, '.multipart'));
      const awaited = await stack.query<{ id: string }>(
        `SELECT multipart_upload_id AS id FROM file_uploads JOIN jobs USING (job_id) WHERE status = 'CREATED'`,
      );
      const ids = awaited.map(({ id }) => id);
      await waitFor(async () => (await left()).every((id) => ids.includes(id)), { what: 'the parts to go' });
      return;
    }
    await waitFor(
      async () => {
        const rows = await stack.query(
          `SELECT 1 FROM object_removals WHERE due_at <= now() AND multipart_upload_id = ANY ($1)`,
          [tickets.map(({ multipart }) => multipart?.upload_id)],
        );
        return rows.length === 0;
      },
      { what: 'the parts to go' },
    );
  }

  proven('init again with its key tells of the same parts', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { filename: 'a.log', size: FILE.length };
    const first = await client.post<MultipartTicket>('/ingest/files/init', body, { headers });
    const again = await client.post<MultipartTicket>('/ingest/files/init', body, { headers });
    expect([again.status, again.body.job_id]).toEqual([201, first.body.job_id]);
    expect(again.body.multipart).toEqual(first.body.multipart);
    expect(Math.abs(again.body.expires_in - first.body.expires_in)).toBeLessThanOrEqual(2);
  });
});
