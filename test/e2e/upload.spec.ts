import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HttpClient, putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { init, type Ticket, upload } from './steps/jobs.js';
import { expectProblem } from './steps/problems.js';

const CONTENT = '2026-01-02T03:04:05Z INFO the first line\n';
const OTHER = CONTENT.replace('first', 'other');

let stack: Stack;
let user: HttpClient;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  user = await stack.http.as('user');
}, 60_000);
afterAll(() => stack.stop());

const objectPath = (jobId: string): string => join(stack.storageDir, 'raw-logs', `${jobId}.log`);
/** The folder is made by the first upload that is kept. */
const storedObjects = async (jobId: string): Promise<string[]> => {
  const names = await readdir(join(stack.storageDir, 'raw-logs')).catch(() => []);
  return names.filter((name) => name.startsWith(jobId));
};

describe('a PUT', () => {
  const refusedPut = async (ticket: Ticket, content: string, status: number, code: string): Promise<void> => {
    const response = await putFile(ticket.presigned_url, content);
    const answer = {
      status: response.status,
      headers: response.headers,
      body: await response.json(),
    };
    expectProblem(answer, status, code);
    expect(await storedObjects(ticket.job_id)).toEqual([]);
  };

  it('of another length than declared is refused, and nothing of it stays', async () => {
    const ticket = await init(user, CONTENT.length);
    await refusedPut(ticket, `${CONTENT}x`, 422, 'UPLOAD_SIZE_MISMATCH');
    await refusedPut(ticket, CONTENT.slice(1), 422, 'UPLOAD_SIZE_MISMATCH');
    await refusedPut(ticket, '', 422, 'UPLOAD_SIZE_MISMATCH');
    expect(await readdir(join(stack.storageDir, '.incoming'))).toEqual([]);
  });

  it('of unknown length is cut off where it grows longer than declared', async () => {
    const ticket = await init(user, CONTENT.length);
    const body = new Blob([CONTENT, CONTENT]).stream();
    const sent = fetch(ticket.presigned_url, { method: 'PUT', body, duplex: 'half' });
    const status = await sent.then((response) => response.status).catch(() => 'connection closed');
    expect([422, 'connection closed']).toContain(status);
    expect(await storedObjects(ticket.job_id)).toEqual([]);
  });

  it.each([
    [
      'another size',
      (url: URL) => {
        url.searchParams.set('bytes', '1');
      },
    ],
    [
      'a later end',
      (url: URL) => {
        url.searchParams.set('expires', '9999999999');
      },
    ],
    [
      'another signature',
      (url: URL) => {
        url.searchParams.set('signature', 'A'.repeat(43));
      },
    ],
    [
      'no signature',
      (url: URL) => {
        url.searchParams.delete('signature');
      },
    ],
    [
      'another key',
      (url: URL) => {
        url.pathname = url.pathname.replace(/[^/]+$/, 'other.log');
      },
    ],
    [
      'a way out',
      (url: URL) => {
        url.pathname = url.pathname.replace(/[^/]+$/, '..%2f..%2fother.log');
      },
    ],
  ])('to a URL altered to %s is refused', async (_what, alter) => {
    const ticket = await init(user, CONTENT.length);
    const url = new URL(ticket.presigned_url);
    alter(url);
    await refusedPut({ ...ticket, presigned_url: url.href }, CONTENT, 403, 'INVALID_URL_SIGNATURE');
  });

  it('is no GET: the URL of an upload does not show the object', async () => {
    const ticket = await upload(user, CONTENT);
    expect((await fetch(ticket.presigned_url)).status).toBe(403);
  });

  it('twice before complete counts as the second', async () => {
    const ticket = await upload(user, CONTENT);
    expect((await putFile(ticket.presigned_url, OTHER)).status).toBe(200);
    expect((await user.post('/ingest/files/complete', { job_id: ticket.job_id })).status).toBe(200);
    expect(await readFile(objectPath(ticket.job_id), 'utf8')).toBe(OTHER);
  });
});
