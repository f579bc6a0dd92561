import type { HttpClient } from '../support/http-client.js';
import { login } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { getJob, init } from './steps/jobs.js';
import { expectProblem, pointersOf, sendText } from './steps/problems.js';

const INIT = '/ingest/files/init';
const MAX_BYTES = 100 * 1024 * 1024;
const good = { filename: 'a.log', size: 10, log_format: 'text' };

let stack: Stack;
let client: HttpClient;
let token: string;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  token = (await login(stack.apiUrl, 'user')).access_token;
  client = stack.http.withToken(token);
}, 60_000);
afterAll(() => stack.stop());

describe('init refuses, and says where', () => {
  it.each([
    ['size 0', { ...good, size: 0 }, '/size'],
    ['a negative size', { ...good, size: -1 }, '/size'],
    ['a size in text', { ...good, size: '10' }, '/size'],
    ['a size with a fraction', { ...good, size: 1.5 }, '/size'],
    ['no size', { filename: 'a.log', log_format: 'text' }, '/size'],
    ['a size of null', { ...good, size: null }, '/size'],
    ['no filename', { size: 10 }, '/filename'],
    ['an empty filename', { ...good, filename: '' }, '/filename'],
    ['a filename that is no text', { ...good, filename: ['a.log'] }, '/filename'],
    ['a filename of 10,000 characters', { ...good, filename: 'x'.repeat(10_000) }, '/filename'],
    ['an unknown format', { ...good, log_format: 'xml' }, '/log_format'],
    ['a format in capitals', { ...good, log_format: 'JSON' }, '/log_format'],
    ['an unknown zone', { ...good, timezone: 'Mars/Olympus' }, '/timezone'],
    ['an unknown on_error', { ...good, on_error: 'explode' }, '/on_error'],
    ['a negative max_rejects', { ...good, max_rejects: -1 }, '/max_rejects'],
    ['a digest that is none', { ...good, sha256: 'abc' }, '/sha256'],
    ['labels that are no map', { ...good, labels: ['a'] }, '/labels'],
    ['labels that hold maps', { ...good, labels: { a: { b: 'c' } } }, '/labels'],
    ['an unknown field', { ...good, owner_id: 'me' }, '/owner_id'],
  ])('%s', async (_what, body, pointer) => {
    const problem = expectProblem(await client.post(INIT, body), 422, 'VALIDATION_FAILED');
    expect(pointersOf(problem)).toEqual([pointer]);
    expect(problem.instance).toBe(INIT);
  });

  it('names every fault at once', async () => {
    const answer = await client.post(INIT, { filename: 1, size: -1, log_format: 'xml', extra: true });
    const pointers = pointersOf(expectProblem(answer, 422, 'VALIDATION_FAILED'));
    expect(pointers.sort()).toEqual(['/extra', '/filename', '/log_format', '/size']);
  });

  it('a file of one byte more than 100 MB, and takes one of 100 MB', async () => {
    const problem = expectProblem(
      await client.post(INIT, { ...good, size: MAX_BYTES + 1 }),
      422,
      'FILE_TOO_LARGE',
    );
    expect(pointersOf(problem)).toEqual(['/size']);
    expectProblem(await client.post(INIT, { ...good, size: 1e300 }), 422, 'FILE_TOO_LARGE');
    expect((await client.post(INIT, { ...good, size: MAX_BYTES })).status).toBe(201);
  });

  it('a filename of which nothing can be shown', async () => {
    expectProblem(await client.post(INIT, { ...good, filename: '\u0001\u200b' }), 422, 'INVALID_FILENAME');
    expectProblem(await client.post(INIT, { ...good, filename: '../..' }), 422, 'INVALID_FILENAME');
  });
});

describe('a filename', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system.log', 'system.log'],
    ['/abs/olute.log', 'olute.log'],
    ['a\r\nb\u001b[31m.log', 'ab[31m.log'],
    ['evil\u202egol.exe', 'evilgol.exe'],
    ['Протокол 1.log', 'Протокол 1.log'],
  ])('%j is shown as %j and makes no path', async (filename, shown) => {
    const ticket = await init(client, 10, { filename });
    expect((await getJob(client, ticket.job_id)).file?.filename).toBe(shown);
    const [row] = await stack.query<{ object_key: string }>(
      'SELECT object_key FROM file_uploads WHERE job_id = $1',
      [ticket.job_id],
    );
    expect(row?.object_key).toMatch(/^raw-logs\/[0-9a-f-]{36}\.(log|txt|json)$/);
  });
});

describe('a body', () => {
  const sent = (text: string, contentType?: string) =>
    sendText(client, 'POST', INIT, token, text, contentType);

  it.each([
    ['is no JSON', '{"filename": "a.log", ', 'MALFORMED_JSON'],
    ['is a bare word', 'hello', 'MALFORMED_JSON'],
    ['is empty', '', 'VALIDATION_FAILED'],
    ['is a list', '[]', 'VALIDATION_FAILED'],
    ['holds NUL in a value', '{"filename":"a\\u0000b","size":1}', 'INVALID_CHARACTER'],
    ['holds NUL in a key', '{"filename":"a","size":1,"labels":{"a\\u0000b":"c"}}', 'INVALID_CHARACTER'],
    ['holds half a surrogate pair', '{"filename":"a\\ud800","size":1}', 'INVALID_CHARACTER'],
    ['is nested 5,000 deep', `{"labels":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`, 'BODY_TOO_DEEP'],
    ['is a list nested 5,000 deep', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'BODY_TOO_DEEP'],
    ['would change what it inherits', '{"filename":"a","size":1,"__proto__":{"x":1}}', 'INVALID_KEY'],
    ['would, one level down', '{"filename":"a","size":1,"labels":{"__proto__":"x"}}', 'INVALID_KEY'],
    ['holds a key that would be lost', '{"filename":"a","size":1,"constructor":"x"}', 'INVALID_KEY'],
    ['holds such a label', '{"filename":"a","size":1,"labels":{"constructor":"x"}}', 'INVALID_KEY'],
  ])('that %s is refused', async (_what, text, code) => {
    expectProblem(await sent(text), 422, code);
  });

  it('of 1 MB is too large', async () => {
    expectProblem(
      await sent(JSON.stringify({ ...good, filename: 'x'.repeat(1_048_576) })),
      413,
      'BODY_TOO_LARGE',
    );
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonl'])(
    'of type %s is not taken for JSON, and told so',
    async (type) => {
      expectProblem(await sent(JSON.stringify(good), type), 422, 'NOT_JSON');
    },
  );

  it('in an unknown character set or encoding is refused', async () => {
    const answer = await sent(JSON.stringify(good), 'application/json; charset=klingon');
    expectProblem(answer, 422, 'UNSUPPORTED_ENCODING');
  });

  it('leaves nothing behind when it is refused', async () => {
    const before = await stack.query('SELECT job_id FROM jobs');
    await sent('{"filename":"a\\u0000b","size":1}');
    await client.post(INIT, { ...good, size: 0 });
    expect(await stack.query('SELECT job_id FROM jobs')).toHaveLength(before.length);
  });
});

describe('a query', () => {
  it.each([
    ['limit=', '?limit'],
    ['limit=0', '?limit'],
    ['limit=1001', '?limit'],
    ['limit=-1', '?limit'],
    ['limit=ten', '?limit'],
    ['limit=1.5', '?limit'],
    ['limit=1&limit=2', '?limit'],
    ['limit=99999999999999999999', '?limit'],
    ['offset=-1', '?offset'],
    ['offset=', '?offset'],
    ['status=DONE', '?status'],
    ['status=', '?status'],
    ['job_type=OTHER', '?job_type'],
    ['order=asc', '?order'],
    ['offset=0&cursor=MTcwMA', '?cursor'],
  ])('%s is refused', async (query, pointer) => {
    const problem = expectProblem(await client.get(`/jobs?${query}`), 422, 'VALIDATION_FAILED');
    expect(pointersOf(problem)).toEqual([pointer]);
    expect(problem.instance).toBe('/jobs');
  });

  it.each(['x', 'MTcwMA', Buffer.from('1700000000000.not-a-uuid').toString('base64url'), '%F0%9F%92%A9'])(
    'cursor=%s is refused',
    async (cursor) => {
      expectProblem(await client.get(`/jobs?cursor=${cursor}`), 422, 'INVALID_CURSOR');
    },
  );

  it('with NUL is refused', async () => {
    expectProblem(await client.get('/jobs?status=%00'), 422, 'INVALID_CHARACTER');
  });
});

describe('an address', () => {
  it('with an id that is no UUID is invalid', async () => {
    const problem = expectProblem(await client.get('/jobs/42'), 422, 'VALIDATION_FAILED');
    expect(pointersOf(problem)).toEqual(['/job_id']);
  });

  it('with an id in a body that is no UUID is invalid', async () => {
    const answer = await client.post('/ingest/files/complete', { job_id: '42' });
    expect(pointersOf(expectProblem(answer, 422, 'VALIDATION_FAILED'))).toEqual(['/job_id']);
  });

  it('that nobody serves is not found', async () => {
    expect(expectProblem(await client.get('/nothing/here'), 404, 'ROUTE_NOT_FOUND').instance).toBe(
      '/nothing/here',
    );
  });

  it('with another method is not found', async () => {
    expectProblem(await client.delete(INIT), 404, 'ROUTE_NOT_FOUND');
    expectProblem(await client.request('PUT', '/jobs'), 404, 'ROUTE_NOT_FOUND');
  });

  it.each(['/jobs/%00', '/jobs/%E0%A4%A', '/%'])('%s is refused', async (path) => {
    const answer = await client.get<{ code: string }>(path);
    expectProblem(answer, 422, answer.body.code);
  });
});
