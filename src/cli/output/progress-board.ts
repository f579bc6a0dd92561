import { harmless } from './harmless.js';
import type { Output } from './output.js';
import { bytes } from './units.js';

/** What is drawn of one file. */
export interface Progress {
  readonly label: string;
  /** Of the whole, 0 to 1. */
  readonly share: number;
}

const BAR_WIDTH = 24;
const NAME_WIDTH = 28;
const REDRAW_AFTER_MS = 80;

/**
 * A line for each file that is under way, drawn over itself where a person watches; elsewhere one plain line for each new
 * stage of a file.
 */
export class ProgressBoard {
  private readonly under = new Map<string, Progress>();
  private drawnAt = 0;

  constructor(private readonly output: Output) {}

  show(name: string, progress: Progress): void {
    const before = this.under.get(name);
    this.under.set(name, progress);
    if (this.output.watched) this.redraw();
    else if (before?.label !== progress.label) this.output.note(`${harmless(name)}: ${progress.label}`);
  }

  /** Takes a file off the board, and writes what is to be said at its end. */
  end(name: string, write: () => void): void {
    this.under.delete(name);
    write();
    if (this.output.watched) this.redraw(true);
  }

  private redraw(now = false): void {
    if (!now && performance.now() - this.drawnAt < REDRAW_AFTER_MS) return;
    this.output.draw([...this.under].map(([name, progress]) => this.lineOf(name, progress)));
    this.drawnAt = performance.now();
  }

  private lineOf(name: string, { label, share }: Progress): string {
    const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    const percent = `${Math.round(share * 100)} %`.padStart(5);
    const shown = harmless(name).slice(-NAME_WIDTH).padEnd(NAME_WIDTH);
    return `${shown} ${bar} ${percent} ${label}`.slice(0, Math.max(40, this.output.width - 1));
  }
}

/** `uploading 2.3 MiB`. */
export function uploading(size: number): string {
  return `uploading ${bytes(size)}`;
}
