import { type Answer, type HttpClient } from '../../support/http-client.js';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly request_id: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const KNOWN_MEMBERS = ['type', 'title', 'status', 'detail', 'instance', 'code', 'request_id', 'errors'];

/** Asserts an answer in the shape of RFC 9457, with nothing in it that no client should see. */
export function expectProblem(answer: Answer<unknown>, status: number, code: string): Problem {
  const problem = answer.body as Problem;
  expect({ status: answer.status, code: problem.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^[a-z]+:\S+$/) as unknown,
    title: expect.stringMatching(/\w/) as unknown,
    status,
    detail: expect.stringMatching(/^\S.*[.]$/) as unknown,
    instance: expect.stringMatching(/^\//) as unknown,
    request_id: answer.headers.get('x-request-id'),
  });
  expect(KNOWN_MEMBERS).toEqual(expect.arrayContaining(Object.keys(problem)));
  expect(JSON.stringify({ ...problem, instance: '' })).not.toMatch(
    /node_modules|\.ts:|\.js:|SELECT |UPDATE |INSERT |raw-logs|\/tmp\//,
  );
  if (problem.errors !== undefined) {
    for (const fault of problem.errors) {
      expect(fault.pointer).toMatch(/^[/?]/);
      expect(fault.detail).toMatch(/\w/);
    }
  }
  return problem;
}

/** Pointers of the faults, once each. */
export function pointersOf(problem: Problem): string[] {
  return [...new Set((problem.errors ?? []).map((fault) => fault.pointer))];
}

/** Sends a body as it is, which the ordinary client would make valid JSON of. */
export async function sendText(
  client: HttpClient,
  method: string,
  path: string,
  token: string,
  body: string,
  contentType = 'application/json',
): Promise<Answer<unknown>> {
  const response = await fetch(new URL(path, client.baseUrl), {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': contentType },
    body,
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}
