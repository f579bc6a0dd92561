import type { Schemas } from '../../client/create-client.js';
import { harmless } from './harmless.js';
import { severityName, severityPaint } from './severity.js';
import type { Style } from './style.js';
import { time } from './units.js';

const SEVERITY_WIDTH = 5;
const TIME_WIDTH = 19;
const TAB = '    ';

/** A record for a person: when, how severe, who, what; further lines of its text are indented. */
export function recordText(record: Schemas['RecordDto'], style: Style): string {
  const { timestamp, severity_number, severity_text, service, body } = record;
  const when = (timestamp === null ? '' : time(timestamp)).padEnd(TIME_WIDTH);
  const paint = severityPaint(severity_number, style);
  const severity = paint(harmless(severity_text ?? severityName(severity_number)).padEnd(SEVERITY_WIDTH));
  const who = service === null ? '' : `${style.bold(harmless(service))} `;
  const [first = '', ...others] = textLines(body);
  const rest = others.map((line) => `\n${TAB}${line}`).join('');
  return `${style.dim(when)} ${severity} ${who}${first}${rest}`;
}

/** A line that was not read, for a person. */
export function rejectText(reject: Schemas['RejectDto'], style: Style): string {
  const place =
    reject.column === null ? `line ${reject.line_no}` : `line ${reject.line_no}, character ${reject.column}`;
  const [first = '', ...others] = textLines(reject.raw);
  const rest = others.map((line) => `\n${TAB}${style.dim(line)}`).join('');
  return `${style.red(harmless(reject.code))} ${place}: ${harmless(reject.message)}\n${TAB}${style.dim(first)}${rest}`;
}

/** Ends of lines and tabs are what they are; everything else that a terminal would obey is shown. */
function textLines(text: string): string[] {
  return text.replaceAll('\t', TAB).split(/\r?\n/).map(harmless);
}
