import type { Schemas } from '../../../src/client/create-client.js';
import type { HttpClient } from '../../support/http-client.js';

/** As the document of the API says. */
export type LogRecord = Schemas['RecordDto'];
export type RecordPage = Schemas['RecordPageDto'];

export type Parameters = Readonly<Record<string, string | number | readonly string[]>>;

/** A path with its parameters, encoded. */
export function withQuery(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(parameters)) {
    for (const value of [values].flat()) query.append(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** One page. */
export async function getPage(client: HttpClient, path: string, parameters: Parameters): Promise<RecordPage> {
  const answer = await client.get<RecordPage>(withQuery(path, parameters));
  expect({ status: answer.status, problem: answer.status === 200 ? null : answer.body }).toEqual({
    status: 200,
    problem: null,
  });
  return answer.body;
}

/** Every page, one after another. */
export async function walk(
  client: HttpClient,
  path: string,
  parameters: Parameters,
  afterEachPage: (page: RecordPage) => Promise<void> = () => Promise.resolve(),
): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await getPage(client, path, { ...parameters, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items);
    await afterEachPage(page);
    cursor = page.next_cursor;
  }
  return found;
}

/** All matches as a stream of lines. */
export async function streamRecords(
  client: HttpClient,
  path: string,
  parameters: Parameters,
): Promise<LogRecord[]> {
  const answer = await client.get<string | LogRecord>(withQuery(path, parameters), {
    headers: { Accept: 'application/x-ndjson' },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
  // The client parses what is one JSON value.
  if (typeof answer.body !== 'string') return [answer.body];
  return answer.body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogRecord);
}
