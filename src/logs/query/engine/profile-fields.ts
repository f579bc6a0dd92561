import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { FieldsQuery, FieldsResult } from '../query-request.js';
import { Bindings } from './bindings.js';
import { conditionsOf, FIELD_COLUMNS, where } from './conditions.js';
import { parseKeepingNumbers, WrittenNumber } from './exact-numbers.js';
import { FieldTally } from './field-tally.js';

const MAX_DEPTH = 5;

/** Fields of a file: columns first, then attributes as they are first seen, nested ones under dotted names. */
export async function profileFields(connection: DuckDBConnection, query: FieldsQuery): Promise<FieldsResult> {
  const step = await stepOf(connection, query);
  const bindings = new Bindings();
  const source = `read_parquet(${bindings.text(query.path)}, file_row_number = true)`;
  const conditions = conditionsOf(query.filter, bindings);
  if (step > 1) conditions.unshift(`file_row_number % ${bindings.integer(step)} = 0`);
  const result = await connection.stream(
    `SELECT ${FIELD_COLUMNS.join(', ')}, attributes FROM ${source}${where(conditions)}`,
    bindings.values,
    bindings.types,
  );
  const profile = new FieldsProfile(query.maxFields);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0;) {
    profile.addChunk(chunk.getColumns(), chunk.rowCount);
    chunk = await result.fetchChunk();
  }
  return { records: profile.records, sampled: step > 1, fields: profile.fields(query.topValues) };
}

async function stepOf(connection: DuckDBConnection, { path, maxRecords }: FieldsQuery): Promise<number> {
  const bindings = new Bindings();
  const reader = await connection.runAndReadAll(
    `SELECT count(*) FROM read_parquet(${bindings.text(path)})`,
    bindings.values,
    bindings.types,
  );
  return Math.max(1, Math.ceil(Number(reader.getRows()[0]?.[0]) / maxRecords));
}

class FieldsProfile {
  records = 0;
  private readonly columns = new Map<string, FieldTally>();
  private readonly attributes = new Map<string, FieldTally>();

  constructor(private readonly maxFields: number) {}

  addChunk(columns: readonly (readonly DuckDBValue[])[], count: number): void {
    this.records += count;
    FIELD_COLUMNS.forEach((name, index) => {
      for (const value of columns[index] ?? []) {
        if (value !== null) tallyOf(this.columns, name, FIELD_COLUMNS.length)?.add('string', value as string);
      }
    });
    for (const text of columns[FIELD_COLUMNS.length] ?? []) {
      if (text !== '{}') this.addObject(parseKeepingNumbers(text as string) as object, '', 1);
    }
  }

  fields(topValues: number): FieldsResult['fields'] {
    return [...this.columns, ...this.attributes].map(([name, tally]) => tally.profile(name, topValues));
  }

  private addObject(object: object, prefix: string, depth: number): void {
    for (const [key, value] of Object.entries(object) as [string, unknown][]) {
      const name = prefix + key;
      if (value === null) continue;
      if (isObject(value) && depth < MAX_DEPTH) this.addObject(value, `${name}.`, depth + 1);
      else tallyOf(this.attributes, name, this.maxFields)?.add(typeOf(value), textOf(value));
    }
  }
}

function tallyOf(tallies: Map<string, FieldTally>, name: string, max: number): FieldTally | undefined {
  const known = tallies.get(name);
  if (known !== undefined || tallies.size >= max) return known;
  const tally = new FieldTally();
  tallies.set(name, tally);
  return tally;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof WrittenNumber);
}

function typeOf(value: unknown): string {
  if (value instanceof WrittenNumber) return 'number';
  return Array.isArray(value) ? 'array' : typeof value;
}

function textOf(value: unknown): string | null {
  if (value instanceof WrittenNumber) return value.text;
  if (typeof value === 'object') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
