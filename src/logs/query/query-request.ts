import type { RecordFilter } from '../record-filter.js';

/** What a query may be about: Parquet of our own making, and which of its records. */
interface OfOneFile {
  readonly path: string;
  readonly filter: RecordFilter;
}

/** Records of one file, in its order or against it. */
export interface PageQuery extends OfOneFile {
  readonly kind: 'page';
  readonly descending: boolean;
  /** 0-based row of the record that the page before ended with. */
  readonly after: number | null;
  readonly limit: number;
  /** The page ends early where its text is longer than this; it holds one record at least. */
  readonly maxBytes: number;
  /** Stands between two records. */
  readonly separator: ',' | '\n';
}

export interface PageResult {
  /** JSON objects, UTF-8. */
  readonly text: Uint8Array;
  readonly count: number;
  /** Row of the last record; null where there is none. */
  readonly last: number | null;
  /** Whether more records follow. */
  readonly more: boolean;
}

/** A record's place in the order of a search across jobs. */
export interface SearchPosition {
  readonly micros: bigint;
  readonly jobId: string;
  readonly row: number;
}

/** Places of the newest records of several files; records without a timestamp have no place. */
export interface NewestQuery {
  readonly kind: 'newest';
  readonly paths: readonly string[];
  readonly filter: RecordFilter;
  /** Only records behind this one. */
  readonly after: SearchPosition | null;
  readonly limit: number;
}

/** Records of one file by their rows, as JSON text, in the order of the file. */
export interface RowsQuery {
  readonly kind: 'rows';
  readonly path: string;
  /** Ascending. */
  readonly rows: readonly number[];
  /** Where the text would be longer, fewer records than asked for are answered. */
  readonly maxBytes: number;
}

export const HISTOGRAM_KEYS = ['severity', 'service', 'status'] as const;
export type HistogramKey = (typeof HISTOGRAM_KEYS)[number];

export interface HistogramQuery extends OfOneFile {
  readonly kind: 'histogram';
  readonly by: HistogramKey;
  /** Where a bucket begins, microseconds since the epoch. */
  readonly originMicros: bigint;
  readonly intervalMicros: bigint;
}

export interface HistogramCount {
  /** Begin of the bucket, microseconds since the epoch; null for records without a timestamp. */
  readonly bucketMicros: bigint | null;
  /** Null for records without the key, and for keys that are not among the most frequent. */
  readonly key: string | null;
  readonly count: number;
}

export interface FieldsQuery extends OfOneFile {
  readonly kind: 'fields';
  /** Of a file with more records than this, records at even distances are looked at. */
  readonly maxRecords: number;
  readonly maxFields: number;
  readonly topValues: number;
}

export interface FieldProfile {
  readonly name: string;
  readonly type: string;
  readonly count: number;
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

export interface FieldsResult {
  /** Records looked at that match the filter. */
  readonly records: number;
  readonly sampled: boolean;
  readonly fields: readonly FieldProfile[];
}

/** Every query with its result. */
export interface QueryResults {
  readonly page: PageResult;
  readonly newest: readonly SearchPosition[];
  readonly rows: readonly string[];
  readonly histogram: readonly HistogramCount[];
  readonly fields: FieldsResult;
}

export type Query = PageQuery | NewestQuery | RowsQuery | HistogramQuery | FieldsQuery;
export type ResultOf<Q extends Query> = QueryResults[Q['kind']];
