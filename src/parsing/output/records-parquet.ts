import {
  BIGINT,
  DuckDBInstance,
  DuckDBTableFunction,
  INTEGER,
  TIMESTAMP,
  UTINYINT,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
} from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import type { RecordBatch } from './record-batch.js';
import { BATCH_ROWS } from './record-sink.js';
import { VectorWriter } from './vector-writer.js';

/** What the engine needs beside the rows. */
export interface ParquetTarget {
  /** Folder that the engine may use, and no other. */
  readonly workDir: string;
  readonly path: string;
  readonly memoryMb: number;
  /** The same on every row. */
  readonly constants: {
    readonly jobId: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly observedAtMs: number;
  };
}

const COLUMNS: readonly (readonly [string, DuckDBType])[] = [
  ['line_no', BIGINT],
  ['line_count', INTEGER],
  ['timestamp', TIMESTAMP],
  ['severity_number', UTINYINT],
  ['severity_text', VARCHAR],
  ['body', VARCHAR],
  ['service', VARCHAR],
  ['host', VARCHAR],
  ['trace_id', VARCHAR],
  ['span_id', VARCHAR],
  ['attributes', VARCHAR],
  ['raw', VARCHAR],
];

/** SQL string literal; the engine knows no escape but the doubled quote. */
function literal(text: string): string {
  return `'${Buffer.from(text).toString().replaceAll('\0', '\ufffd').replaceAll("'", "''")}'`;
}

function copyStatement({ path, constants }: ParquetTarget): string {
  const observed = `make_timestamp(${(constants.observedAtMs * 1000).toFixed(0)}::BIGINT)`;
  return `COPY (
    SELECT line_no, line_count, timestamp, ${observed} AS observed_timestamp, severity_number, severity_text,
      coalesce(body, raw) AS body, service, host, trace_id, span_id, coalesce(attributes, '{}') AS attributes, raw,
      ${literal(JSON.stringify(constants.labels))} AS labels, ${literal(constants.jobId)} AS job_id
    FROM records()
  ) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`;
}

type Chunk = Parameters<typeof bindings.data_chunk_set_size>[0];

function writeBatch(chunk: Chunk, batch: RecordBatch, writer: VectorWriter): void {
  const { size } = batch;
  bindings.data_chunk_set_size(chunk, size);
  if (size === 0) return;
  const vector = (column: number) => bindings.data_chunk_get_vector(chunk, column);
  writer.writeInt64(vector(0), batch.lineNo, size);
  writer.writeFixed(vector(1), batch.lineCount, size);
  writer.writeInt64(vector(2), batch.micros, size);
  writer.writeUint8(vector(3), batch.severityNumber, size);
  [
    batch.severityText,
    batch.body,
    batch.service,
    batch.host,
    batch.traceId,
    batch.spanId,
    batch.attributes,
    batch.raw,
  ].forEach((values, i) => {
    writer.writeStrings(vector(4 + i), values, size);
  });
}

/** A table function `records()` that asks `nextBatch` for rows until a batch is empty. */
function recordsFunction(
  nextBatch: () => RecordBatch,
  onError: (error: unknown) => void,
): DuckDBTableFunction {
  const writer = new VectorWriter(BATCH_ROWS);
  const table = new DuckDBTableFunction();
  table.setName('records');
  table.setBindFunction((info) => {
    for (const [name, type] of COLUMNS) info.addResultColumn(name, type);
  });
  table.setInitFunction((info) => {
    info.setInitData({});
  });
  bindings.table_function_set_function(table.table_function, (info, chunk) => {
    try {
      writeBatch(chunk, nextBatch(), writer);
    } catch (error) {
      onError(error);
      bindings.function_set_error(info, 'the reader of the file failed');
    }
  });
  return table;
}

async function openEngine({ workDir, memoryMb }: ParquetTarget): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: `${memoryMb}MiB`,
    temp_directory: `${workDir}/engine`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
}

/** Leaves the engine no file outside the job's folder, and no way to change that. */
async function lockDown(connection: DuckDBConnection, workDir: string): Promise<void> {
  await connection.run('SET preserve_insertion_order = true');
  await connection.run(`SET allowed_directories = [${literal(workDir)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

/**
 * Writes rows to a Parquet file (zstd), in the order they come, and reads its row count back.
 *
 * @param nextBatch gives the next rows; an empty batch ends the file. What it throws is thrown on.
 * @returns rows in the written file
 */
export async function writeRecordsParquet(
  target: ParquetTarget,
  nextBatch: () => RecordBatch,
): Promise<number> {
  const instance = await openEngine(target);
  try {
    const connection = await instance.connect();
    let failure: { readonly error: unknown } | null = null;
    connection.registerTableFunction(
      recordsFunction(nextBatch, (error) => {
        failure = { error };
      }),
    );
    await lockDown(connection, target.workDir);
    try {
      await connection.run(copyStatement(target));
    } catch (error) {
      const { error: cause } = (failure as { readonly error: unknown } | null) ?? { error };
      throw cause;
    }
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::DOUBLE FROM read_parquet(${literal(target.path)})`,
    );
    return Number(reader.getRows()[0]?.[0]);
  } finally {
    instance.closeSync();
  }
}
