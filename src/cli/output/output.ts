import { harmlessJson } from './harmless.js';
import { createStyle, type Style } from './style.js';

/** Where a command writes: answers to standard output, everything said beside them to standard error. */
export interface Output {
  readonly style: Style;
  /** Characters in a line, for what is drawn. */
  readonly width: number;
  /** Whether a person watches, to whom progress can be drawn. */
  readonly watched: boolean;
  /** One line of the answer; what stands in it must be harmless. */
  line(text?: string): void;
  /** A value as one line of JSON. */
  json(value: unknown): void;
  /** One line beside the answer. */
  note(text: string): void;
  /** Lines over those that were drawn last, until something else is written; for a terminal. */
  draw(lines: readonly string[]): void;
}

const DEFAULT_WIDTH = 80;

/** Writes to this process's streams. */
export function createOutput(plain: boolean): Output {
  const { stdout, stderr } = process;
  let drawnLines = 0;
  /** Up over what was drawn, and erases it (ECMA-48, CPL and ED). */
  const erase = (): void => {
    if (drawnLines > 0) stderr.write(`\u001b[${drawnLines}F\u001b[J`);
    drawnLines = 0;
  };
  const write = (stream: NodeJS.WritableStream, text: string): void => {
    erase();
    stream.write(`${text}\n`);
  };
  return {
    style: createStyle(stdout.isTTY && !plain),
    width: stdout.isTTY ? stdout.columns : DEFAULT_WIDTH,
    watched: stderr.isTTY,
    line: (text = '') => {
      write(stdout, text);
    },
    json: (value) => {
      write(stdout, harmlessJson(JSON.stringify(value)));
    },
    note: (text) => {
      write(stderr, text);
    },
    draw: (lines) => {
      erase();
      stderr.write(lines.map((line) => `${line}\n`).join(''));
      drawnLines = lines.length;
    },
  };
}
