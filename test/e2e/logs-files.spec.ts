import { readFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Schemas } from '../../src/client/create-client.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { ingest, init, type Job } from './steps/jobs.js';
import { rejectsPath } from './steps/parquet.js';
import { expectProblem } from './steps/problems.js';
import { type Parameters, withQuery } from './steps/records.js';

type RejectPage = Schemas['RejectPageDto'];
type Files = Schemas['FilesDto'];

/** Every third line is cut off; the text of some is not ASCII. */
const LINES = Array.from({ length: 750 }, (_unused, index) =>
  index % 3 === 0 ? `{"message": "broken ü ${index}` : JSON.stringify({ message: `fine ${index}` }),
);
const CONTENT = gzipSync(LINES.join('\n'));
const FILENAME = `../evil dir/Grüße "x" (1)'s;log.ndjson.gz`;

describe('the files of a job', () => {
  let stack: Stack;
  let client: HttpClient;
  let job: Job;

  beforeAll(async () => {
    stack = await startStack();
    client = await stack.http.as('user');
    job = await ingest(client, CONTENT, { filename: FILENAME, log_format: 'ndjson' });
  }, 90_000);
  afterAll(() => stack.stop());

  const getFiles = async (jobId = job.job_id): Promise<Files> =>
    (await client.get<Files>(`/jobs/${jobId}/files`)).body;

  it.each([1, 7, 100, 250, 1_000])('list every reject once, in pages of %d', async (limit) => {
    const found: RejectPage['items'][number][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const parameters: Parameters = { limit, ...(cursor === '' ? {} : { cursor }) };
      const answer: Answer<RejectPage> = await client.get(
        withQuery(`/jobs/${job.job_id}/rejects`, parameters),
      );
      expect(answer.status).toBe(200);
      expect(answer.body.items.length).toBeLessThanOrEqual(limit);
      found.push(...answer.body.items);
      cursor = answer.body.next_cursor;
    }
    const broken = LINES.flatMap((raw, index) => (index % 3 === 0 ? [{ line_no: index + 1, raw }] : []));
    expect(found.map(({ line_no, raw }) => ({ line_no, raw }))).toEqual(broken);
    expect(
      found.every(
        ({ code, column, message }) => code === 'INVALID_JSON' && Number(column) > 0 && message !== '',
      ),
    ).toBe(true);
  });

  it('refuse a place in the report where no line begins', async () => {
    const { body } = await client.get<RejectPage>(`/jobs/${job.job_id}/rejects?limit=1`);
    const plain = Buffer.from(body.next_cursor ?? '', 'base64url').toString();
    for (const offset of ['1', '999999999']) {
      const made = Buffer.from(plain.replace(/\d+$/, offset)).toString('base64url');
      expectProblem(await client.get(`/jobs/${job.job_id}/rejects?cursor=${made}`), 422, 'INVALID_CURSOR');
    }
  });

  it('have links that anybody can download by, under names that are safe', async () => {
    const files = await getFiles();
    const [raw, parquet, rejects] = await Promise.all(
      [files.raw, files.parquet, files.rejects].map(async (link) => {
        const response = await fetch(link?.url ?? '');
        expect(response.status).toBe(200);
        expect(response.headers.get('content-type')).toBe('application/octet-stream');
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        const content = Buffer.from(await response.arrayBuffer());
        expect(content).toHaveLength(link?.bytes ?? -1);
        const name = /^attachment; filename\*=UTF-8''([A-Za-z0-9%._-]+)$/.exec(
          response.headers.get('content-disposition') ?? '',
        )?.[1];
        return { content, name: decodeURIComponent(name ?? '') };
      }),
    );
    const filename = job.file?.filename ?? '';
    expect(filename).not.toMatch(/[/"]/);
    expect(raw?.name).toBe(filename);
    expect(gunzipSync(raw?.content ?? '').toString()).toBe(LINES.join('\n'));
    expect(parquet?.name).toBe(`${filename}.parquet`);
    expect(parquet?.content.subarray(0, 4).toString()).toBe('PAR1');
    expect(rejects?.name).toBe(`${filename}.rejects.ndjson`);
    expect(rejects?.content.equals(await readFile(rejectsPath(stack, job)))).toBe(true);
    const lifeMs = Date.parse(files.raw?.expires_at ?? '') - Date.now();
    expect(lifeMs).toBeGreaterThan(200_000);
    expect(lifeMs).toBeLessThanOrEqual(300_000);
  });

  it('come in ranges, so that a download that was cut can go on', async () => {
    const { raw } = await getFiles();
    const answer = await fetch(raw?.url ?? '', { headers: { Range: 'bytes=10-19' } });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([
      206,
      `bytes 10-19/${CONTENT.length}`,
    ]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(CONTENT.subarray(10, 20))).toBe(true);
    expect((await fetch(raw?.url ?? '', { headers: { Range: `bytes=${CONTENT.length}-` } })).status).toBe(
      416,
    );
  });

  it('have links that hold for one file, name and time', async () => {
    const url = (await getFiles()).raw?.url ?? '';
    const altered = [
      url.replace(/expires=\d+/, 'expires=99999999999'),
      url.replace(/filename=[^&]+/, 'filename=other.html'),
      url.replace(job.job_id, '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e'),
    ];
    for (const one of altered) expect((await fetch(one)).status).toBe(403);
  });

  it('are null where there are none', async () => {
    const { job_id } = await init(client, 1);
    expect(await getFiles(job_id)).toEqual({ raw: null, parquet: null, rejects: null });
    const failed = await ingest(client, 'not json', { log_format: 'ndjson', on_error: 'abort' });
    expect(failed.status).toBe('FAILED');
    expect(await getFiles(failed.job_id)).toMatchObject({ raw: { bytes: 8 }, parquet: null });
    expectProblem(await client.get(`/jobs/${failed.job_id}/logs`), 409, 'JOB_NOT_COMPLETED');
  });
});
