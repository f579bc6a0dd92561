import type { Row } from './row.js';

/** Rows of a batch, column by column, as the vectors of the engine want them. */
export class RecordBatch {
  size = 0;
  readonly lineNo: Float64Array<ArrayBuffer>;
  readonly lineCount: Int32Array<ArrayBuffer>;
  /** NaN where missing. */
  readonly micros: Float64Array<ArrayBuffer>;
  /** 0 where unknown. */
  readonly severityNumber: Uint8Array<ArrayBuffer>;
  readonly severityText: (string | null)[] = [];
  readonly body: (string | null)[] = [];
  readonly service: (string | null)[] = [];
  readonly host: (string | null)[] = [];
  readonly traceId: (string | null)[] = [];
  readonly spanId: (string | null)[] = [];
  readonly attributes: (string | null)[] = [];
  readonly raw: (string | null)[] = [];

  constructor(readonly capacity: number) {
    this.lineNo = new Float64Array(capacity);
    this.lineCount = new Int32Array(capacity);
    this.micros = new Float64Array(capacity);
    this.severityNumber = new Uint8Array(capacity);
  }

  push(row: Row): void {
    const at = this.size;
    this.lineNo[at] = row.lineNo;
    this.lineCount[at] = row.lineCount;
    this.micros[at] = row.micros;
    this.severityNumber[at] = row.severityNumber;
    this.severityText[at] = row.severityText;
    this.body[at] = row.body;
    this.service[at] = row.service;
    this.host[at] = row.host;
    this.traceId[at] = row.traceId;
    this.spanId[at] = row.spanId;
    this.attributes[at] = row.attributes;
    this.raw[at] = row.raw;
    this.size = at + 1;
  }
}
