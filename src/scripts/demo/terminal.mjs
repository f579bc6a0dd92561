// What the demo draws with. Colours only for a person at a terminal, and only if wanted (https://no-color.org).
const coloured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
export const interactive = process.stdout.isTTY === true;

const style = (open, close) => (text) => (coloured ? `\u001b[${open}m${text}\u001b[${close}m` : String(text));

export const bold = style(1, 22);
export const dim = style(2, 22);
export const red = style(31, 39);
export const green = style(32, 39);
export const yellow = style(33, 39);
export const blue = style(34, 39);
export const magenta = style(35, 39);
export const cyan = style(36, 39);

export const number = (value) => value.toLocaleString('en-US');

/** Text from a log file may hold sequences that move the cursor or worse; they are shown, not obeyed. */
export function harmless(text) {
  // eslint-disable-next-line no-control-regex -- these are what it is about
  return String(text).replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.codePointAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

export function shortened(text, width) {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

export function bytes(count) {
  if (count < 1024) return `${count} B`;
  return count < 1_048_576 ? `${(count / 1024).toFixed(1)} KiB` : `${(count / 1_048_576).toFixed(1)} MiB`;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A horizontal bar; what is not nothing is seen. */
export function bar(share, width) {
  const eighths = share > 0 ? Math.max(1, Math.round(share * width * 8)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}

/** Draws over its own last line; without a terminal only the last state is written. */
export class ProgressLine {
  #label;

  constructor(label) {
    this.#label = label;
  }

  draw(percent, status) {
    if (interactive) process.stdout.write(`\r\u001b[2K${this.#text(percent, status)}`);
  }

  end(percent, status) {
    this.draw(percent, status);
    process.stdout.write(interactive ? '\n' : `${this.#text(percent, status)}\n`);
  }

  #text(percent, status) {
    const width = 32;
    const filled = Math.round((percent / 100) * width);
    const drawn = `${green('█'.repeat(filled))}${dim('░'.repeat(width - filled))}`;
    return `${this.#label}${drawn} ${String(Math.round(percent)).padStart(3)} %  ${harmless(status)}`;
  }
}
