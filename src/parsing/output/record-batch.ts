import type { Row } from './row.js';
import { TextColumn } from './text-column.js';

/** Columns of text, in the order of the result. */
const TEXT_COLUMNS = [
  'severityText',
  'body',
  'service',
  'host',
  'traceId',
  'spanId',
  'attributes',
  'raw',
] as const;

/** Rows of a batch, column by column, as the vectors of the engine want them. */
export class RecordBatch {
  size = 0;
  readonly lineNo: Float64Array<ArrayBuffer>;
  readonly lineCount: Int32Array<ArrayBuffer>;
  /** NaN where missing. */
  readonly micros: Float64Array<ArrayBuffer>;
  /** 0 where unknown. */
  readonly severityNumber: Uint8Array<ArrayBuffer>;
  readonly severityText: TextColumn;
  /** Null where it is the same as `raw`. */
  readonly body: TextColumn;
  readonly service: TextColumn;
  readonly host: TextColumn;
  readonly traceId: TextColumn;
  readonly spanId: TextColumn;
  /** Null where there is none. */
  readonly attributes: TextColumn;
  readonly raw: TextColumn;
  readonly texts: readonly TextColumn[];

  constructor(readonly capacity: number) {
    this.lineNo = new Float64Array(capacity);
    this.lineCount = new Int32Array(capacity);
    this.micros = new Float64Array(capacity);
    this.severityNumber = new Uint8Array(capacity);
    this.severityText = new TextColumn(capacity);
    this.body = new TextColumn(capacity);
    this.service = new TextColumn(capacity);
    this.host = new TextColumn(capacity);
    this.traceId = new TextColumn(capacity);
    this.spanId = new TextColumn(capacity);
    this.attributes = new TextColumn(capacity);
    this.raw = new TextColumn(capacity);
    this.texts = TEXT_COLUMNS.map((name) => this[name]);
  }

  /**
   * Bytes of the records so far. The attributes count beside the text, for the names in them can be far more than the
   * line; the other columns hold pieces of it.
   */
  get bytes(): number {
    return this.raw.bytes + this.attributes.bytes;
  }

  clear(): void {
    this.size = 0;
    for (const column of this.texts) column.clear();
  }

  /** Ends the row at `size`. A text that `row` does not have is what was put into its column before. */
  push(row: Row): void {
    const at = this.size;
    this.lineNo[at] = row.lineNo;
    this.lineCount[at] = row.lineCount;
    this.micros[at] = row.micros;
    this.severityNumber[at] = row.severityNumber;
    if (row.severityText !== null) this.severityText.setText(at, row.severityText);
    if (row.body !== null) this.body.setText(at, row.body);
    if (row.service !== null) this.service.setText(at, row.service);
    if (row.host !== null) this.host.setText(at, row.host);
    if (row.traceId !== null) this.traceId.setText(at, row.traceId);
    if (row.spanId !== null) this.spanId.setText(at, row.spanId);
    if (row.attributes !== null) this.attributes.setText(at, row.attributes);
    if (row.raw !== null) this.raw.setText(at, row.raw);
    this.size = at + 1;
  }
}
