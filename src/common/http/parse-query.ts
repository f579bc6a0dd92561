import { parse } from 'node:querystring';

const FIELDS = 'field';
/** Either form of a name that clients make up: `field.<name>`, or `field[<name>]` as OpenAPI's `deepObject` has it. */
const FIELD = /^field(?:\.(?<dotted>.*)|\[(?<bracketed>.*)\])$/s;

/**
 * A query as names with values; a name that is given twice has an array. Names are never taken apart, but for those that
 * clients make up: `field.<name>=value` or `field[<name>]=value` becomes the member `<name>` of `field`.
 */
export function parseQuery(text: string): Record<string, unknown> {
  const query: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let fields: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(parse(text))) {
    const { dotted, bracketed } = FIELD.exec(name)?.groups ?? {};
    const field = dotted ?? bracketed;
    if (field === undefined) query[name] = value;
    else {
      fields ??= Object.create(null) as Record<string, unknown>;
      fields[field] = field in fields ? [fields[field], value].flat() : value;
    }
  }
  if (fields !== undefined) query[FIELDS] = fields;
  return query;
}

/** How a client writes a member of a parsed query. */
export function parameterName(member: string): string {
  return member === FIELDS ? `${FIELDS}.<name>` : member;
}
