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
  /** Over what was drawn last, without an end of line. */
  draw(text: string): void;
}

const DEFAULT_WIDTH = 80;

/** Writes to this process's streams. */
export function createOutput(plain: boolean): Output {
  const { stdout, stderr } = process;
  return {
    style: createStyle(stdout.isTTY && !plain),
    width: stdout.isTTY ? stdout.columns : DEFAULT_WIDTH,
    watched: stderr.isTTY,
    line: (text = '') => void stdout.write(`${text}\n`),
    json: (value) => void stdout.write(`${harmlessJson(JSON.stringify(value))}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    draw: (text) => void stderr.write(text),
  };
}
