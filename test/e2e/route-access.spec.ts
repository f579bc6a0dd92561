import { randomUUID } from 'node:crypto';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { createUser, newUser, PASSWORD } from './steps/accounts.js';
import { CALLERS, Callers } from './steps/callers.js';
import { claimsOf, forgeAccessToken } from './steps/forged-token.js';
import { init, submit, upload } from './steps/jobs.js';
import { nameWebhook } from './steps/webhooks.js';

const WEBHOOK = { url: 'https://hooks.example.com/ingest', events: ['job.failed'] };

interface Route {
  /** The expected status for viewer, stranger (a user, not the owner), owner and admin; or for everybody. */
  readonly answers: readonly [number, number, number, number] | number;
  /** What a request needs, made anew for each: ids for the path, a body. */
  readonly prepare?: (callers: Callers) => Promise<{ id?: string; part?: number; body?: unknown }>;
  /** Whether the request, where it is allowed, ends the sessions of who sent it. */
  readonly endsSessions?: boolean;
}

/** Of nobody, an expired token, a refresh token, and a disabled user: the same for every route that is not public. */
const CLOSED = [401, 401, 401, 401];
const adminOf = (callers: Callers): HttpClient => callers.client('admin');
const spareUser = async (callers: Callers) => ({
  id: (await createUser(adminOf(callers), `spare-${randomUUID()}`)).user_id,
});
const refreshToken = async (callers: Callers) => ({
  body: { refresh_token: (await callers.signIn('owner')).refresh_token },
});
/** Its stream of events ends at once. */
const failedJob = async (callers: Callers): Promise<string> => {
  const owner = callers.client('owner');
  const { job_id } = await init(owner, 1);
  expect((await owner.post('/ingest/files/complete', { job_id })).status).toBe(409);
  return job_id;
};
/** It has no records yet: who may see it is told so. */
const newJob = async (callers: Callers) => ({ id: (await init(callers.client('owner'), 1)).job_id });
/** A failed job of the owner's whose file is there. */
const cancelledJob = async (callers: Callers) => {
  const owner = callers.client('owner');
  const id = await submit(owner, 'a');
  await owner.post(`/jobs/${id}/cancel`);
  return { id };
};
/** An upload of the owner's that may come in parts. */
const newParts = async (callers: Callers) => ({
  id: (await init(callers.client('owner'), 1, { multipart: true })).job_id,
});
/** An endpoint of the owner's. Only its owner sees it. */
const newWebhook = async (callers: Callers) => ({
  id: (await nameWebhook(callers.client('owner'), WEBHOOK.url)).endpoint_id,
});
const given = (body: unknown) => () => Promise.resolve({ body });

const ROUTES: Readonly<Record<string, Route>> = {
  'POST /auth/login': { answers: 200, prepare: given({ username: 'the-owner', password: PASSWORD }) },
  'POST /auth/refresh': { answers: 200, prepare: refreshToken },
  'POST /auth/logout': { answers: 204, prepare: refreshToken },
  'GET /auth/me': { answers: [200, 200, 200, 200] },
  'POST /auth/verify': { answers: [200, 200, 200, 200], prepare: given({ token: 'any' }) },
  'GET /auth/sessions': { answers: [200, 200, 200, 200] },
  'DELETE /auth/sessions': { answers: [204, 204, 204, 204], endsSessions: true },
  'DELETE /auth/sessions/{session_id}': {
    answers: [404, 404, 204, 404],
    prepare: async (callers) => ({
      id: String(claimsOf((await callers.signIn('owner')).access_token)['sid']),
    }),
  },
  'POST /users': {
    answers: [403, 403, 403, 201],
    prepare: () => Promise.resolve({ body: newUser(`made-${randomUUID()}`) }),
  },
  'GET /users': { answers: [403, 403, 403, 200] },
  'POST /users/me/password': {
    answers: [204, 204, 204, 204],
    prepare: given({ current_password: PASSWORD, new_password: PASSWORD }),
    endsSessions: true,
  },
  'GET /users/{user_id}': {
    answers: [403, 403, 403, 200],
    prepare: (callers) => Promise.resolve({ id: callers.users.owner.user_id }),
  },
  'PATCH /users/{user_id}': {
    answers: [403, 403, 403, 200],
    prepare: async (callers) => ({ ...(await spareUser(callers)), body: { roles: ['viewer'] } }),
  },
  'DELETE /users/{user_id}': { answers: [403, 403, 403, 204], prepare: spareUser },
  'POST /ingest/files/init': {
    answers: [403, 201, 201, 201],
    prepare: given({ filename: 'a.log', size: 1 }),
  },
  'POST /ingest/files/complete': {
    answers: [403, 404, 200, 200],
    prepare: async (callers) => ({ body: { job_id: (await upload(callers.client('owner'), 'a')).job_id } }),
  },
  'GET /ingest/files/{job_id}/parts': { answers: [403, 404, 200, 200], prepare: newParts },
  'POST /ingest/files/{job_id}/parts/{part_number}': {
    answers: [403, 404, 200, 200],
    prepare: async (callers) => ({ ...(await newParts(callers)), part: 1 }),
  },
  'POST /ingest/files/{job_id}/parts/sign': {
    answers: [403, 404, 200, 200],
    prepare: async (callers) => ({ ...(await newParts(callers)), body: { part_numbers: [1] } }),
  },
  'POST /ingest/files/{job_id}/parts/complete': {
    answers: [403, 404, 409, 409],
    prepare: async (callers) => ({ ...(await newParts(callers)), body: {} }),
  },
  'DELETE /ingest/files/{job_id}/parts': { answers: [403, 404, 204, 204], prepare: newParts },
  'POST /ingest/preview': { answers: [403, 200, 200, 200], prepare: given({ text: 'a line' }) },
  'GET /jobs': { answers: [200, 200, 200, 200] },
  'GET /jobs/{job_id}': {
    answers: [200, 404, 200, 200],
    prepare: newJob,
  },
  'GET /jobs/{job_id}/events': {
    answers: [200, 404, 200, 200],
    prepare: async (callers) => ({ id: await failedJob(callers) }),
  },
  'POST /admin/session': { answers: [403, 403, 403, 204] },
  'DELETE /admin/session': { answers: [403, 403, 403, 204] },
  'GET /jobs/{job_id}/logs': { answers: [409, 404, 409, 409], prepare: newJob },
  'GET /logs': { answers: [200, 200, 200, 200] },
  'GET /jobs/{job_id}/histogram': { answers: [409, 404, 409, 409], prepare: newJob },
  'GET /jobs/{job_id}/fields': { answers: [409, 404, 409, 409], prepare: newJob },
  'GET /jobs/{job_id}/rejects': { answers: [409, 404, 409, 409], prepare: newJob },
  'GET /jobs/{job_id}/files': { answers: [200, 404, 200, 200], prepare: newJob },
  'POST /jobs/{job_id}/retry': { answers: [403, 404, 200, 200], prepare: cancelledJob },
  'POST /jobs/{job_id}/cancel': {
    answers: [403, 404, 200, 200],
    prepare: async (callers) => ({ id: (await init(callers.client('owner'), 1)).job_id }),
  },
  'DELETE /jobs/{job_id}': { answers: [403, 404, 204, 204], prepare: cancelledJob },
  'POST /webhooks': { answers: [403, 201, 201, 201], prepare: given(WEBHOOK) },
  'GET /webhooks': { answers: [403, 200, 200, 200] },
  'GET /webhooks/{endpoint_id}': { answers: [403, 404, 200, 404], prepare: newWebhook },
  'PATCH /webhooks/{endpoint_id}': {
    answers: [403, 404, 200, 404],
    prepare: async (callers) => ({ ...(await newWebhook(callers)), body: { enabled: true } }),
  },
  'DELETE /webhooks/{endpoint_id}': { answers: [403, 404, 204, 404], prepare: newWebhook },
  'POST /webhooks/{endpoint_id}/rotate-secret': { answers: [403, 404, 200, 404], prepare: newWebhook },
  'POST /webhooks/{endpoint_id}/test': { answers: [403, 404, 201, 404], prepare: newWebhook },
  'GET /webhooks/{endpoint_id}/deliveries': { answers: [403, 404, 200, 404], prepare: newWebhook },
  'GET /health': { answers: 200 },
  'GET /health/live': { answers: 200 },
  'GET /health/ready': { answers: 200 },
  'GET /metrics': { answers: 200 },
};

let stack: Stack;
let callers: Callers;

beforeAll(async () => {
  stack = await startStack({ workers: 0, env: { MAX_WEBHOOKS_PER_USER: '100' } });
  callers = await Callers.make(stack);
}, 60_000);
afterAll(() => stack.stop());

// That every route is documented, but for a few that are listed there, `test/integration/routes.spec.ts` sees to.
it('the table names every documented route, and no other', async () => {
  const { body } = await stack.http.get<{ paths: Record<string, object> }>('/openapi.json');
  const documented = Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(ROUTES).sort()).toEqual(documented.sort());
});

it.each(Object.entries(ROUTES))('%s', async (name, route) => {
  const [method = '', pattern = ''] = name.split(' ');
  const answered: Record<string, number> = {};
  for (const caller of CALLERS) {
    const { id = '', part = 0, body } = (await route.prepare?.(callers)) ?? {};
    const path = pattern.replace('{part_number}', String(part)).replace(/\{\w+\}/, id);
    const options = body === undefined ? {} : { body };
    answered[caller] = (await callers.client(caller).request(method, path, options)).status;
    if (route.endsSessions === true) await callers.signInAgain(caller);
  }
  const expected =
    typeof route.answers === 'number' ? CALLERS.map(() => route.answers) : [...CLOSED, ...route.answers];
  expect(answered).toEqual(Object.fromEntries(CALLERS.map((caller, index) => [caller, expected[index]])));
});

it('what crafts the expired token would make one that holds', async () => {
  const { access_token: token } = await callers.signIn('owner');
  expect(forgeAccessToken(stack, token, {})).toBe(token);
});
