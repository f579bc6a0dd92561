import fc from 'fast-check';
import { login, type HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { AnswerCheck } from './fuzz/answer-check.js';
import { operationsOf, readDocument } from './fuzz/document.js';
import { type Caller, type FuzzedRequest, type KnownIds, requestsTo } from './fuzz/fuzzed-request.js';
import { Sender } from './fuzz/send.js';
import { createUser } from './steps/accounts.js';
import { ingest, init } from './steps/jobs.js';

const REQUESTS = 5_000;
const AT_A_TIME = 8;
/** These end the sessions of who asks, or take what the others ask for; their callers are victims of their own. */
const ENDING = new Set(['endAllSessions', 'endSession', 'changeMyPassword', 'logout']);
const TAKING = new Set(['removeJob', 'disableUser', 'updateUser']);
const ROLES = { admin: 'admin', user: 'user', viewer: 'viewer' } as const;
/** Another than stands in any example, or a request would change it. */
const OWN_PASSWORD = 'plum-orbit-lantern-77';
const FORGED = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.';

let stack: Stack;
let admin: HttpClient;
let knownIds: KnownIds;
const tokens = new Map<string, string>();

beforeAll(async () => {
  // More previews at once than that are refused, which is right, and no answer to what was asked.
  stack = await startStack({ env: { PREVIEW_CONCURRENCY: String(AT_A_TIME) } });
  admin = await stack.http.as('admin');
  for (const role of Object.values(ROLES)) {
    for (const purpose of ['asks', 'ends']) {
      await createUser(admin, `${role}-${purpose}`, { roles: [role], password: OWN_PASSWORD });
      await signIn(`${role}-${purpose}`);
    }
  }
  knownIds = await makeIds();
}, 90_000);
afterAll(() => stack.stop());

async function signIn(username: string): Promise<void> {
  tokens.set(username, (await login(stack.apiUrl, { username, password: OWN_PASSWORD })).access_token);
}

/** Jobs in several states, and accounts; those that may be taken away are others. */
async function makeIds(): Promise<KnownIds> {
  const user = stack.http.withToken(tokens.get('user-asks') ?? '');
  const lines = '{"time":"2026-01-02T03:04:05Z","level":"error","msg":"a","status":500}\n{"cut off\n';
  const completed = await ingest(user, lines, { log_format: 'ndjson' });
  const many = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_unused, index) => make(index)));
  const created = await init(user, 1);
  const cancelled = await init(user, 1);
  await user.post(`/jobs/${cancelled.job_id}/cancel`);
  const spareJobs = await many(20, async () => (await init(user, 1)).job_id);
  const spareUsers = await many(10, async (index) => (await createUser(admin, `spare-${index}`)).user_id);
  const jobs = [completed.job_id, completed.job_id, completed.job_id, created.job_id, cancelled.job_id];
  return (parameter, operationId) => {
    if (parameter === 'user_id') return spareUsers;
    if (parameter === 'job_id') return TAKING.has(operationId) ? spareJobs : jobs;
    return ['0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e'];
  };
}

function tokenOf(caller: Caller, operationId: string): string | undefined {
  if (caller === 'nobody') return undefined;
  if (caller === 'forged') return FORGED;
  return tokens.get(`${caller}-${ENDING.has(operationId) ? 'ends' : 'asks'}`);
}

it(`answers ${REQUESTS} requests made from its document as the document says`, async () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
  const document = readDocument();
  const check = new AnswerCheck(document);
  const sender = new Sender(stack.apiUrl);
  const requests = fc.sample(
    fc.oneof(...operationsOf(document).map((operation) => requestsTo(operation, document, knownIds))),
    { seed, numRuns: REQUESTS },
  );
  const faults = new Map<string, string>();
  const statuses = new Map<number, number>();
  const began = performance.now();
  const left = requests.values();
  const lane = async (): Promise<void> => {
    for (const request of left) await ask(request);
  };
  const ask = async (request: FuzzedRequest): Promise<void> => {
    const { operation, caller } = request;
    const answer = await sender.send(request, tokenOf(caller, operation.operationId));
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const fault = check.faultOf(operation, answer);
    if (fault !== undefined) faults.set(`${operation.operationId}: ${fault}`, shown(request, answer.text));
    const hasEnded = ENDING.has(operation.operationId) && answer.status < 300;
    if (hasEnded && caller in ROLES) await signIn(`${caller}-ends`);
  };
  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  } finally {
    sender.close();
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${times} × ${status}`);
  process.stderr.write(`Fuzz: seed ${seed}, ${REQUESTS} requests in ${seconds} s: ${counts.join(', ')}\n`);
  expect({ seed, faults: Object.fromEntries(faults) }).toEqual({ seed, faults: {} });
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 204, 401, 403, 404, 409, 413, 422]));
}, 240_000);

function shown({ operation, path, headers, body, caller }: FuzzedRequest, answer: string): string {
  const request = `${operation.method} ${path} as ${caller} ${JSON.stringify(headers)} ${body?.slice(0, 500) ?? ''}`;
  return `${request}\n→ ${answer.slice(0, 500)}`;
}
