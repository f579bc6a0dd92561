import { parse } from 'node:querystring';

const FIELD_PREFIX = 'field.';

/**
 * A query as names with values; a name that is given twice has an array. Names are never taken apart, but for those that
 * clients make up: `field.<name>=value` becomes the member `<name>` of `field`.
 */
export function parseQuery(text: string): Record<string, unknown> {
  const query: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let fields: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(parse(text))) {
    if (name.startsWith(FIELD_PREFIX)) {
      fields ??= Object.create(null) as Record<string, unknown>;
      fields[name.slice(FIELD_PREFIX.length)] = value;
    } else query[name] = value;
  }
  if (fields !== undefined) query['field'] = fields;
  return query;
}
