import bindings from '@duckdb/node-bindings';
import { Engine, literal } from './engine.js';
import { NumberVectors } from './number-vectors.js';
import type { RecordBatch } from './record-batch.js';
import { BATCH_ROWS } from './record-sink.js';

const { Type } = bindings;

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

const COLUMNS: readonly (readonly [string, bindings.Type])[] = [
  ['line_no', Type.BIGINT],
  ['line_count', Type.INTEGER],
  ['timestamp', Type.TIMESTAMP],
  ['severity_number', Type.UTINYINT],
  ['severity_text', Type.VARCHAR],
  ['body', Type.VARCHAR],
  ['service', Type.VARCHAR],
  ['host', Type.VARCHAR],
  ['trace_id', Type.VARCHAR],
  ['span_id', Type.VARCHAR],
  ['attributes', Type.VARCHAR],
  ['raw', Type.VARCHAR],
];
const FIRST_TEXT_COLUMN = 4;
/**
 * Share of the engine's memory that a row group may take before it is written, which takes as much again: by rows alone
 * it would hold 122,880 long lines.
 */
const ROW_GROUP_SHARE = 0.25;

/** A text that is the same on every row, as an ENUM of one value: the writer then has its dictionary and hashes nothing. */
function constant(text: string): string {
  return `${literal(text)}::ENUM(${literal(text)})`;
}

function copyStatement({ path, constants, memoryMb }: ParquetTarget): string {
  const rowGroupBytes = Math.floor(memoryMb * ROW_GROUP_SHARE) * 2 ** 20;
  const observed = `make_timestamp(${(constants.observedAtMs * 1000).toFixed(0)}::BIGINT)`;
  return `COPY (
    SELECT line_no, line_count, timestamp, ${observed} AS observed_timestamp, severity_number, severity_text,
      coalesce(body, raw) AS body, service, host, trace_id, span_id, coalesce(attributes, '{}') AS attributes, raw,
      ${constant(JSON.stringify(constants.labels))} AS labels, ${constant(constants.jobId)} AS job_id
    FROM records()
  ) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE_BYTES ${rowGroupBytes})`;
}

function writeBatch(chunk: bindings.DataChunk, batch: RecordBatch, numbers: NumberVectors): void {
  const { size } = batch;
  bindings.data_chunk_set_size(chunk, size);
  if (size === 0) return;
  const vector = (column: number) => bindings.data_chunk_get_vector(chunk, column);
  numbers.writeInt64(vector(0), batch.lineNo, size);
  numbers.writeFixed(vector(1), batch.lineCount, size);
  numbers.writeInt64(vector(2), batch.micros, size);
  numbers.writeUint8(vector(3), batch.severityNumber, size);
  batch.texts.forEach((column, i) => {
    column.writeTo(vector(FIRST_TEXT_COLUMN + i), size);
  });
}

/** A table function `records()` that asks `nextBatch` for rows until a batch is empty. */
function recordsFunction(
  nextBatch: () => RecordBatch,
  onError: (error: unknown) => void,
): bindings.TableFunction {
  const numbers = new NumberVectors(BATCH_ROWS);
  const table = bindings.create_table_function();
  bindings.table_function_set_name(table, 'records');
  bindings.table_function_set_bind(table, (info) => {
    for (const [name, type] of COLUMNS) {
      bindings.bind_add_result_column(info, name, bindings.create_logical_type(type));
    }
  });
  bindings.table_function_set_init(table, (info) => {
    bindings.init_set_init_data(info, {});
  });
  bindings.table_function_set_function(table, (info, chunk) => {
    try {
      writeBatch(chunk, nextBatch(), numbers);
    } catch (error) {
      onError(error);
      bindings.function_set_error(info, 'the reader of the file failed');
    }
  });
  return table;
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
  const engine = await Engine.open(target.workDir, target.memoryMb);
  try {
    let failure: { readonly error: unknown } | null = null;
    engine.register(
      recordsFunction(nextBatch, (error) => {
        failure = { error };
      }),
    );
    await engine.lockDown();
    try {
      await engine.run(copyStatement(target));
    } catch (error) {
      const { error: cause } = (failure as { readonly error: unknown } | null) ?? { error };
      throw cause;
    }
    return await engine.count(`SELECT count(*)::DOUBLE FROM read_parquet(${literal(target.path)})`);
  } finally {
    engine.close();
  }
}
