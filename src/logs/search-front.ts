import type { SearchPosition } from './query/query-request.js';

/** The newest records found so far, newest first: by time, then job, then row. */
export class SearchFront {
  positions: SearchPosition[] = [];

  /** @param size - how many are wanted */
  constructor(private readonly size: number) {}

  add(found: readonly SearchPosition[]): void {
    this.positions = [...this.positions, ...found].sort(newestFirst).slice(0, this.size);
  }

  /**
   * Whether a job can hold a record that belongs among them.
   *
   * @param lastTimestamp - of its last record, cut to milliseconds
   */
  mayHold(lastTimestamp: string): boolean {
    const oldest = this.positions[this.size - 1];
    return oldest === undefined || BigInt(Date.parse(lastTimestamp)) * 1000n + 999n >= oldest.micros;
  }
}

function newestFirst(a: SearchPosition, b: SearchPosition): number {
  if (a.micros !== b.micros) return a.micros > b.micros ? -1 : 1;
  if (a.jobId !== b.jobId) return a.jobId > b.jobId ? -1 : 1;
  return b.row - a.row;
}
