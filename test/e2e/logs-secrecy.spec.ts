import { DEFAULT_USERS, httpClient, login, putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { ingest, init, untilFinished, upload } from './steps/jobs.js';
import { sendText } from './steps/problems.js';

const CANARY = 'canary-4f1b2a';
const WRONG_PASSWORD = `${CANARY}-password`;
const LABEL = `${CANARY}-label`;
const NDJSON = `{"msg":"${CANARY}-good"}\n{"broken ${CANARY}-bad\n`;

/** Uses the service well and badly. @returns what no log may hold */
async function useEverything(stack: Stack): Promise<string[]> {
  const secrets = [WRONG_PASSWORD, CANARY];
  for (const user of ['admin', 'user', 'viewer'] as const) {
    const tokens = await login(stack.apiUrl, user);
    secrets.push(DEFAULT_USERS[user].password, tokens.access_token, tokens.refresh_token);
  }
  await stack.http.post('/auth/login', { username: 'user', password: WRONG_PASSWORD });
  await stack.http.post('/auth/login', { username: CANARY, password: WRONG_PASSWORD, extra: 1 });
  const { access_token: token } = await login(stack.apiUrl, 'user');
  const client = httpClient(stack.apiUrl, token);
  await stack.http.get('/auth/me', { headers: { Authorization: `Bearer ${CANARY}.bad.token` } });
  await stack.http.get(`/jobs?access_token=${token}`);
  await sendText(client, 'POST', '/auth/login', token, `{"password":"${WRONG_PASSWORD}`);

  const options = { log_format: 'ndjson', labels: { label: LABEL } };
  expect((await ingest(client, NDJSON, options)).status).toBe('COMPLETED');
  expect((await ingest(client, NDJSON, { ...options, on_error: 'abort' })).status).toBe('FAILED');
  expect((await ingest(client, NDJSON, { ...options, sha256: '0'.repeat(64) })).status).toBe('FAILED');
  const wrongSize = await init(client, NDJSON.length + 1);
  expect((await putFile(wrongSize.presigned_url, NDJSON)).status).toBe(422);
  const replaced = await upload(client, NDJSON);
  await client.post('/ingest/files/complete', { job_id: replaced.job_id });
  await untilFinished(client, replaced.job_id);
  for (const { presigned_url } of [wrongSize, replaced]) {
    secrets.push(new URL(presigned_url).searchParams.get('signature') ?? 'no signature');
  }
  return [
    ...secrets,
    token,
    ...secrets.flatMap((secret) => secret.split('.').filter((part) => part.length > 40)),
  ];
}

describe.each([
  ['as it comes', {}],
  ['at its most talkative', { LOG_LEVEL: 'trace', DEBUG: 'true' }],
])('the log, %s,', (_how, env) => {
  let stack: Stack;
  let secrets: readonly string[];

  beforeAll(async () => {
    stack = await startStack({ env });
    secrets = await useEverything(stack);
    await Promise.all([...stack.apis, ...stack.workers].map((process) => process.stop()));
  }, 90_000);
  afterAll(() => stack.stop());

  it('tells of requests and jobs', () => {
    expect(stack.logs()).toContain('"path":"/auth/login"');
    expect(stack.logs()).toContain('"msg":"completed"');
    expect(secrets.length).toBeGreaterThan(12);
  });

  it('holds no password, no token, no signature, and nothing of the file', () => {
    const lines = stack.logs().split('\n');
    const telling = lines.filter((line) => secrets.some((secret) => line.includes(secret)));
    expect(telling).toEqual([]);
  });
});
