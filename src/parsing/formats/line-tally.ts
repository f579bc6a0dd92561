import type { LineKind } from '../output/ledger.js';
import type { RecordSink } from '../output/record-sink.js';

/** Where several pieces share a line, the line counts as the first of these that is on it. */
const PRECEDENCE: readonly LineKind[] = ['record', 'rejected', 'structural', 'blank'];

/**
 * Counts every line once where pieces are found by position and several may lie on one line. Pieces come in the order of
 * their lines.
 */
export class LineTally {
  /** The line that may still get more pieces. */
  private current = 1;
  private kind: LineKind = 'blank';

  /** Notes a piece on the lines `first` to `last`. */
  mark(sink: RecordSink, first: number, last: number, kind: LineKind): void {
    this.advance(sink, first);
    this.raise(kind);
    if (last > first) {
      sink.lines(this.kind, 1);
      sink.lines(kind, last - first - 1);
      this.current = last;
      this.kind = kind;
    }
  }

  /** Counts what is left of a file of `lines` lines. */
  finish(sink: RecordSink, lines: number): void {
    this.advance(sink, lines + 1);
  }

  /** Counts the line that reading stopped on; nothing can be marked after it. */
  stop(sink: RecordSink): void {
    this.advance(sink, this.current + 1);
  }

  private advance(sink: RecordSink, line: number): void {
    if (line <= this.current) return;
    sink.lines(this.kind, 1);
    sink.lines('blank', line - this.current - 1);
    this.current = line;
    this.kind = 'blank';
  }

  private raise(kind: LineKind): void {
    if (PRECEDENCE.indexOf(kind) < PRECEDENCE.indexOf(this.kind)) this.kind = kind;
  }
}
