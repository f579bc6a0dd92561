import fc from 'fast-check';
import { anyText, arbitraryOf } from './arbitrary-of.js';
import type { Document, Operation, Parameter } from './document.js';

/** Who asks; a token is put in place when the request is sent. */
export const CALLERS = ['admin', 'user', 'viewer', 'nobody', 'forged'] as const;
export type Caller = (typeof CALLERS)[number];

/** One request of the run, as it is shown when its answer is wrong. */
export interface FuzzedRequest {
  readonly operation: Operation;
  readonly caller: Caller;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Ids that lead to something, by the name of the parameter and the operation. */
export type KnownIds = (parameter: string, operationId: string) => readonly string[];

/** Requests to one operation, valid and invalid. */
export function requestsTo(
  operation: Operation,
  document: Document,
  knownIds: KnownIds,
): fc.Arbitrary<FuzzedRequest> {
  const within = (place: Parameter['in']): Parameter[] =>
    operation.parameters.filter((one) => one.in === place);
  return fc
    .record({
      caller: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom<Caller[]>('admin', 'user', 'viewer') },
        { weight: 1, arbitrary: fc.constantFrom<Caller[]>('nobody', 'forged') },
      ),
      ids: idsOf(within('path'), operation.operationId, knownIds),
      query: queryOf(within('query'), document),
      headers: headersOf(within('header'), document),
      body:
        operation.body === undefined ? fc.constant(undefined) : bodyOf(arbitraryOf(operation.body, document)),
      contentType: fc.oneof(
        { weight: 12, arbitrary: fc.constant('application/json') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('text/plain', 'application/xml', 'application/json; charset=utf-16'),
        },
      ),
    })
    .map(({ caller, ids, query, headers, body, contentType }) => ({
      operation,
      caller,
      path: filled(operation.path, ids) + query,
      headers: { ...given(headers), ...(body === undefined ? {} : { 'Content-Type': contentType }) },
      body,
    }));
}

function idsOf(
  parameters: readonly Parameter[],
  operationId: string,
  knownIds: KnownIds,
): fc.Arbitrary<Record<string, string>> {
  const idOf = ({ name }: Parameter): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...knownIds(name, operationId)) },
      { weight: 1, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: anyText.filter((text) => text !== '' && text !== '.' && text !== '..') },
    );
  return fc.record(Object.fromEntries(parameters.map((one) => [one.name, idOf(one)])));
}

function queryOf(parameters: readonly Parameter[], document: Document): fc.Arbitrary<string> {
  const values = parameters.map(
    ({ name, schema }) => [name, fc.oneof(arbitraryOf(schema, document), anyText)] as const,
  );
  const strange = fc.dictionary(fc.constantFrom('unknown', 'field.status', 'field.', 'field.a.b'), anyText, {
    maxKeys: 1,
  });
  const known = fc.record(Object.fromEntries(values), { requiredKeys: [] });
  // Seldom, or nearly every query would be refused for what it has no word for.
  const others = fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: strange });
  return fc.tuple(known, others).map(([first, second]) => {
    const query = Object.entries({ ...first, ...second }).map(
      ([name, value]) => `${encoded(name)}=${encoded(asText(value))}`,
    );
    return query.length === 0 ? '' : `?${query.join('&')}`;
  });
}

function headersOf(
  parameters: readonly Parameter[],
  document: Document,
): fc.Arbitrary<Record<string, string | undefined>> {
  const values = parameters.map(
    ({ name, schema }) => [name, arbitraryOf(schema, document).map(asHeader)] as const,
  );
  const accept = fc.constantFrom('*/*', 'application/json', 'application/x-ndjson', 'text/html', 'nonsense');
  return fc.record(Object.fromEntries([...values, ['Accept', accept]]), { requiredKeys: [] });
}

/** Those that were left out are not there. */
function given(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function bodyOf(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 20, arbitrary: values.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.constantFrom('', '{', '[1,', '{"a":1}x', 'null', '"text"', '\ufeff{}') },
    { weight: 1, arbitrary: fc.constant(JSON.stringify({ filename: 'x'.repeat(120_000) })) },
  );
}

function filled(path: string, ids: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encoded(ids[name] ?? ''));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Half a surrogate pair has no percent-encoding. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** Others cannot be sent at all (RFC 9110, section 5.5). */
function asHeader(value: unknown): string {
  return asText(value)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 1_000);
}
