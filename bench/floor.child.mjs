// Floors: the engine alone reads the file into zstd Parquet, without line numbers, rejects, checks or bounds.
//   node bench/floor.child.mjs <own|record> <format> <source> <target>
// `own` writes the columns that the engine finds, and so each byte of the file about once. `record` writes the kind of
// columns that the service writes: the line itself, its time, body and the like, and the rest as JSON.
import { DuckDBInstance } from '@duckdb/node-api';

const [kind, format, source, target] = process.argv.slice(2);
const COMBINED = String.raw`^(\S+) (\S+) (\S+) \[([^\]]+)\] "(\S+) (\S+) ([^"]*)" (\d+) (\S+) "([^"]*)" "([^"]*)"`;
const NAMES = [
  ...['ip', 'ident', 'username', 'stamp', 'method', 'path', 'protocol', 'status', 'bytes', 'referer'],
  'agent',
];
const LINES = `read_csv('${source}', columns = {'raw': 'VARCHAR'}, delim = chr(0), quote = '', escape = '',
  header = false, auto_detect = false)`;
const MATCHED = `(
  SELECT raw, regexp_extract(raw, '${COMBINED}', [${NAMES.map((name) => `'${name}'`).join(', ')}]) AS r FROM ${LINES}
) WHERE r.stamp <> ''`;
const STAMP = `strptime(r.stamp, '%d/%b/%Y:%H:%M:%S %z')`;
const TEXT = `all_varchar = true, ignore_errors = true`;
const CONSTANTS = `'{}' AS labels, '01890a5d-ac96-774b-bcce-b302099a8057' AS job_id`;

function attributes(names, prefix = '') {
  return `json_object(${names.map((name) => `'${name}', ${prefix}${name}`).join(', ')})::VARCHAR AS attributes`;
}

const QUERIES = {
  own: {
    ndjson: `SELECT * FROM read_json('${source}', format = 'newline_delimited', ignore_errors = true)`,
    csv: `SELECT * FROM read_csv('${source}', ignore_errors = true)`,
    combined: `SELECT r.*, ${STAMP} AS at, raw FROM ${MATCHED}`,
  },
  record: {
    ndjson: `SELECT r.timestamp, r.level, r.message AS body, r.service, r.host, r.trace_id,
      ${attributes(['duration_ms', 'user', 'path'], 'r.')}, raw, ${CONSTANTS}
      FROM (SELECT json::VARCHAR AS raw, from_json(json, '{"timestamp": "TIMESTAMP", "level": "VARCHAR",
        "service": "VARCHAR", "host": "VARCHAR", "trace_id": "VARCHAR", "message": "VARCHAR", "duration_ms": "JSON",
        "user": "JSON", "path": "JSON"}') AS r
      FROM read_ndjson_objects('${source}', ignore_errors = true))`,
    csv: `SELECT timestamp::TIMESTAMP AS timestamp, level, message AS body, service, host,
      ${attributes(['duration_ms', 'client_ip', 'path', 'note'])},
      concat_ws(',', timestamp, level, service, host, message, duration_ms, client_ip, path, note) AS raw, ${CONSTANTS}
      FROM read_csv('${source}', ${TEXT})`,
    combined: `SELECT ${STAMP} AS timestamp, raw AS body,
      ${attributes(
        NAMES.filter((name) => name !== 'stamp'),
        'r.',
      )}, raw, ${CONSTANTS} FROM ${MATCHED}`,
  },
};

const startedAt = performance.now();
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
await connection.run(
  `COPY (${QUERIES[kind][format]}) TO '${target}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`,
);
const wallMs = performance.now() - startedAt;
process.send({ wallMs, usage: process.resourceUsage() }, () => process.exit(0));
