import type { FieldAssigner } from '../fields/field-assigner.js';
import { appendJsonString, isShortNumber, MAX_ESCAPED_BYTES } from '../fields/json-bytes.js';
import { jsonKey } from '../fields/json-text.js';
import type { RecordBatch } from '../output/record-batch.js';
import { ReusedRow } from '../output/row.js';
import type { CsvCells } from './csv-cells.js';
import type { CsvDialect } from './csv-dialect.js';

const CLOSE_BRACE = 125;
const NO_KEY = Buffer.alloc(0);
/** Two quotes around each value. */
const QUOTES_BYTES = 2;

/** Puts the cells of one row into a batch. What its columns mean is worked out once. */
export class CsvRecordReader {
  /** The row that was read last, for the sink; what it has no text for lies in the batch already. */
  readonly row = new ReusedRow();
  private readonly timeColumns: readonly number[];
  /** Roles that one column fills by itself. */
  private readonly roles: CsvDialect['roles'];
  /** `"name":` of each column, with the `{` of the first attribute or the `,` of a later one before it. */
  private readonly firstKeys: readonly Buffer[];
  private readonly laterKeys: readonly Buffer[];
  private readonly keyBytes: number;
  /** 1 for columns that the record has used. */
  private readonly used: Uint8Array;

  constructor(
    { names, roles }: CsvDialect,
    private readonly fields: FieldAssigner,
  ) {
    this.timeColumns = roles.flatMap(([role, column]) => (role === 'time' ? [column] : []));
    this.roles = this.timeColumns.length > 1 ? roles.filter(([role]) => role !== 'time') : roles;
    this.firstKeys = names.map((name) => Buffer.from(`{${jsonKey(name)}`));
    this.laterKeys = names.map((name) => Buffer.from(`,${jsonKey(name)}`));
    this.keyBytes = this.firstKeys.reduce((sum, key) => sum + key.length + QUOTES_BYTES, 1);
    this.used = new Uint8Array(names.length);
  }

  /** Takes the cells of `bytes[start, end)` into `row` and the batch's next row; there must be one for each name. */
  read(
    cells: CsvCells,
    start: number,
    end: number,
    { lineNo, lineCount }: { readonly lineNo: number; readonly lineCount: number },
    batch: RecordBatch,
  ): void {
    this.row.start(lineNo, lineCount);
    const { used } = this;
    for (let column = 0; column < used.length; column += 1) used[column] = 0;
    if (this.timeColumns.length > 1) this.takeTimes(cells);
    let filled = '';
    for (const [role, column] of this.roles) {
      if (role === filled || this.used[column] === 1) continue;
      const { row } = this;
      const taken = cells.isPlain(column)
        ? this.fields.assignBytes(row, batch, role, cells.bytes, cells.start(column), cells.end(column))
        : this.fields.assign(row, role, cells.text(column));
      if (!taken) continue;
      this.used[column] = 1;
      filled = role;
    }
    this.writeAttributes(cells, batch, end - start);
    batch.raw.setLine(batch.size, cells.bytes, start, end);
  }

  private takeTimes(cells: CsvCells): void {
    const texts = this.timeColumns.map((column) => cells.text(column));
    for (const index of this.fields.assignTimes(this.row, texts)) {
      const column = this.timeColumns[index];
      if (column !== undefined) this.used[column] = 1;
    }
  }

  private writeAttributes(cells: CsvCells, batch: RecordBatch, rowBytes: number): void {
    const { attributes } = batch;
    const { bytes } = cells;
    let keys = this.firstKeys;
    const from = attributes.open(this.keyBytes + rowBytes * MAX_ESCAPED_BYTES);
    for (let column = 0; column < cells.count; column += 1) {
      if (this.used[column] === 1) continue;
      const key = keys[column] ?? NO_KEY;
      attributes.append(key, 0, key.length);
      const start = cells.start(column);
      const end = cells.end(column);
      if (isShortNumber(bytes, start, end)) attributes.append(bytes, start, end);
      else appendJsonString(attributes, bytes, start, end, !cells.isPlain(column));
      keys = this.laterKeys;
    }
    if (keys === this.firstKeys) return;
    attributes.appendByte(CLOSE_BRACE);
    attributes.close(batch.size, from);
  }
}
