import type { DuckDBConnection } from '@duckdb/node-api';
import type { HistogramCount, HistogramQuery } from '../query-request.js';
import { Bindings } from './bindings.js';
import { conditionsOf, where } from './conditions.js';

/** Services or statuses that are told apart; the others are only counted. */
const MAX_KEYS = 20;
/** Of four numbers each, as in OpenTelemetry. */
const SEVERITY_RANGES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const KEY = { service: 'service', status: `json_extract_string(attributes, '/status')` };

/** Records by bucket and key. */
export async function countOverTime(
  connection: DuckDBConnection,
  query: HistogramQuery,
): Promise<HistogramCount[]> {
  const bindings = new Bindings();
  const source = `read_parquet(${bindings.text(query.path)})`;
  const width = `to_microseconds(${bindings.integer(query.intervalMicros)})`;
  const bucket = `time_bucket(${width}, timestamp, ${bindings.timestamp(query.originMicros)})`;
  const matching = where(conditionsOf(query.filter, bindings));
  const statement =
    query.by === 'severity'
      ? `SELECT ${bucket} AS bucket, severity_number, count(*) FROM ${source}${matching} GROUP BY ALL`
      : countFrequent(KEY[query.by], bucket, source + matching);
  const reader = await connection.runAndReadAll(
    `SELECT epoch_us(bucket), * EXCLUDE bucket FROM (${statement})`,
    bindings.values,
    bindings.types,
  );
  return reader.getRows().map(([bucketMicros, key, count]) => ({
    bucketMicros: (bucketMicros ?? null) as bigint | null,
    key: typeof key === 'number' ? (SEVERITY_RANGES[Math.ceil(key / 4) - 1] ?? null) : (key as string | null),
    count: Number(count),
  }));
}

function countFrequent(key: string, bucket: string, source: string): string {
  return `WITH counted AS MATERIALIZED (
      SELECT ${bucket} AS bucket, ${key} AS key, count(*) AS records FROM ${source} GROUP BY ALL
    ), frequent AS (
      SELECT key FROM counted WHERE key IS NOT NULL GROUP BY key ORDER BY sum(records) DESC, key LIMIT ${MAX_KEYS}
    )
    SELECT bucket, frequent.key, sum(records)
    FROM counted LEFT JOIN frequent ON frequent.key = counted.key
    GROUP BY ALL`;
}
