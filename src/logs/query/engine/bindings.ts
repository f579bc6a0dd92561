import {
  BIGINT,
  type DuckDBType,
  type DuckDBValue,
  DuckDBTimestampValue,
  LIST,
  listValue,
  TIMESTAMP,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';

/** Collects the values of a statement; each method gives the placeholder to write in its place. */
export class Bindings {
  readonly values: DuckDBValue[] = [];
  readonly types: DuckDBType[] = [];

  text(value: string): string {
    return this.bind(value, VARCHAR);
  }

  texts(values: readonly string[]): string {
    return this.bind(listValue(values), LIST(VARCHAR));
  }

  integer(value: bigint | number): string {
    return this.bind(BigInt(value), BIGINT);
  }

  tinyInteger(value: number): string {
    return this.bind(value, UTINYINT);
  }

  /** @param micros - microseconds since the epoch */
  timestamp(micros: bigint): string {
    return this.bind(new DuckDBTimestampValue(micros), TIMESTAMP);
  }

  private bind(value: DuckDBValue, type: DuckDBType): string {
    this.values.push(value);
    this.types.push(type);
    return `$${this.values.length}`;
  }
}
