import type { HttpClient } from '../../support/http-client.js';

/** A record as the wire shows it. */
export interface LogRecord {
  readonly line_no: number;
  readonly line_count: number;
  readonly timestamp: string | null;
  readonly severity_number: number | null;
  readonly severity_text: string | null;
  readonly body: string;
  readonly service: string | null;
  readonly host: string | null;
  readonly trace_id: string | null;
  readonly span_id: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly raw: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly job_id: string;
}

export interface RecordPage {
  readonly items: readonly LogRecord[];
  readonly next_cursor: string | null;
}

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
