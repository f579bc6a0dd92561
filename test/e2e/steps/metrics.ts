import { httpClient } from '../../support/http-client.js';

/** The samples of one scrape, by name and labels as the text has them: `ingest_jobs{status="QUEUED"}`. */
export type Samples = ReadonlyMap<string, number>;

/** Reads `/metrics` of an API or a worker. */
export async function scrape(url: string): Promise<Samples> {
  const answer = await httpClient(url).get<string>('/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = answer.body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line): [string, number] => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

/** Names of all series that `/metrics` tells of, those without a value yet included. */
export async function declaredNames(url: string): Promise<string[]> {
  const { body } = await httpClient(url).get<string>('/metrics');
  return [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
}
