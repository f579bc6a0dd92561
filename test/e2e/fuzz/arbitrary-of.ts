import fc from 'fast-check';
import type { Document, Schema } from './document.js';

/** What a service may not stumble over, whatever was asked for. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    'null',
    '-1',
    '0',
    '1e309',
    '../../etc/passwd',
    "' OR 1=1 --",
    '\u0000',
    '\ud800',
    '%00',
    '[]',
  ),
  fc.constantFrom('a'.repeat(2_000), '💥'.repeat(300), '9'.repeat(40)),
);
const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 3, arbitrary: anyText },
  { weight: 1, arbitrary: fc.constantFrom(nested(40), Number.MAX_SAFE_INTEGER, -0.5, { __proto__x: 1 }) },
);

/** Values that a schema allows, its example among them, and now and then one that it does not. */
export function arbitraryOf(schema: Schema, document: Document): fc.Arbitrary<unknown> {
  const allowed = validOf(schema, document);
  const example = schema.example === undefined ? allowed : fc.constant(schema.example);
  return fc.oneof(
    { weight: 4, arbitrary: allowed },
    { weight: 4, arbitrary: example },
    { weight: 1, arbitrary: anyJson },
  );
}

function validOf(schema: Schema, document: Document): fc.Arbitrary<unknown> {
  const { $ref, anyOf, allOf } = schema;
  if ($ref !== undefined) return validOf(resolve($ref, document), document);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const several = anyOf ?? allOf;
  if (several !== undefined) return fc.oneof(...several.map((one) => arbitraryOf(one, document)));
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema, document)));
}

function ofType(type: string, schema: Schema, document: Document): fc.Arbitrary<unknown> {
  const { minimum: min = -1_000, maximum: max = 1_000_000 } = schema;
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return fc.integer({ min, max });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}, document), { maxLength: 4 });
    default:
      return objectOf(schema, document);
  }
}

function textOf({ format, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  return fc.oneof(
    fc.string({ minLength, maxLength: Math.min(maxLength, 60) }),
    fc.constantFrom(
      'info',
      'UTC',
      'Europe/Berlin',
      '2026-01-02T03:04:05Z',
      '2015-05-17',
      'auto',
      '10',
      'desc',
    ),
  );
}

function objectOf(schema: Schema, document: Document): fc.Arbitrary<object> {
  const members = Object.entries(schema.properties ?? {}).map(
    ([name, property]) => [name, arbitraryOf(property, document)] as const,
  );
  // Mostly the required ones are there, or all; now and then some are missing, or there are others.
  const complete = fc.record(Object.fromEntries(members), { requiredKeys: [...(schema.required ?? [])] });
  const partial = fc.record(Object.fromEntries(members), { requiredKeys: [] });
  const strange = fc.tuple(complete, fc.dictionary(fc.string(), anyJson, { maxKeys: 2 }));
  const exemplary = fc.record(Object.fromEntries(exemplaryMembers(schema, document)));
  return fc.oneof(
    { weight: 4, arbitrary: exemplary },
    { weight: 4, arbitrary: complete },
    { weight: 1, arbitrary: partial },
    { weight: 1, arbitrary: strange.map(([known, unknown]) => ({ ...known, ...unknown })) },
  );
}

/** Each as its example says, so that some bodies are good as a whole. */
function exemplaryMembers(
  { properties = {} }: Schema,
  document: Document,
): [string, fc.Arbitrary<unknown>][] {
  return Object.entries(properties).map(([name, property]) => [
    name,
    property.example === undefined ? validOf(property, document) : fc.constant(property.example),
  ]);
}

function resolve(reference: string, { components }: Document): Schema {
  const name = reference.split('/').at(-1) ?? '';
  const schema = components.schemas[name];
  if (schema === undefined) throw new Error(`The document has no ${reference}.`);
  return schema;
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}
