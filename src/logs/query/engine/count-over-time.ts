import type { DuckDBConnection } from '@duckdb/node-api';
import type { HistogramCount, HistogramKey, HistogramQuery } from '../query-request.js';
import { Bindings } from './bindings.js';
import { conditionsOf, where } from './conditions.js';

/** Services or statuses that are told apart; the others are only counted. */
const MAX_KEYS = 20;

const KEY: Readonly<Record<HistogramKey, string>> = {
  severity: `CASE WHEN severity_number <= 4 THEN 'TRACE' WHEN severity_number <= 8 THEN 'DEBUG'
    WHEN severity_number <= 12 THEN 'INFO' WHEN severity_number <= 16 THEN 'WARN'
    WHEN severity_number <= 20 THEN 'ERROR' WHEN severity_number <= 24 THEN 'FATAL' END`,
  service: 'service',
  status: `json_extract_string(attributes, '/status')`,
};

/** Records by bucket and key. */
export async function countOverTime(
  connection: DuckDBConnection,
  query: HistogramQuery,
): Promise<HistogramCount[]> {
  const bindings = new Bindings();
  const source = `read_parquet(${bindings.text(query.path)})`;
  const width = `to_microseconds(${bindings.integer(query.intervalMicros)})`;
  const origin = bindings.timestamp(query.originMicros);
  const matching = where(conditionsOf(query.filter, bindings));
  const reader = await connection.runAndReadAll(
    `WITH counted AS MATERIALIZED (
       SELECT time_bucket(${width}, timestamp, ${origin}) AS bucket, ${KEY[query.by]} AS key, count(*) AS records
       FROM ${source}${matching} GROUP BY ALL
     ), frequent AS (
       SELECT key FROM counted WHERE key IS NOT NULL GROUP BY key ORDER BY sum(records) DESC, key LIMIT ${MAX_KEYS}
     )
     SELECT epoch_us(bucket), frequent.key, sum(records)::BIGINT
     FROM counted LEFT JOIN frequent ON frequent.key = counted.key
     GROUP BY ALL`,
    bindings.values,
    bindings.types,
  );
  return reader.getRows().map(([bucketMicros, key, count]) => ({
    bucketMicros: (bucketMicros ?? null) as bigint | null,
    key: (key ?? null) as string | null,
    count: Number(count),
  }));
}
