// The floor: the engine alone reads the file into zstd Parquet, without line numbers, rejects, checks or bounds.
import { DuckDBInstance } from '@duckdb/node-api';

const [format, source, target] = process.argv.slice(2);
const COMBINED = String.raw`^(\S+) (\S+) (\S+) \[([^\]]+)\] "(\S+) (\S+) ([^"]*)" (\d+) (\S+) "([^"]*)" "([^"]*)"`;
const NAMES = [
  'ip',
  'ident',
  'username',
  'stamp',
  'method',
  'path',
  'protocol',
  'status',
  'bytes',
  'referer',
  'agent',
];
const QUERIES = {
  ndjson: `SELECT * FROM read_json('${source}', format = 'newline_delimited', ignore_errors = true)`,
  csv: `SELECT * FROM read_csv('${source}', ignore_errors = true)`,
  combined: `SELECT r.*, strptime(r.stamp, '%d/%b/%Y:%H:%M:%S %z') AS at, raw FROM (
    SELECT raw, regexp_extract(raw, '${COMBINED}', [${NAMES.map((name) => `'${name}'`).join(', ')}]) AS r
    FROM read_csv('${source}', columns = {'raw': 'VARCHAR'}, delim = chr(0), quote = '', escape = '', header = false, auto_detect = false)
  ) WHERE r.stamp <> ''`,
};

const startedAt = performance.now();
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
await connection.run(`COPY (${QUERIES[format]}) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`);
const wallMs = performance.now() - startedAt;
process.send({ wallMs, usage: process.resourceUsage() }, () => process.exit(0));
