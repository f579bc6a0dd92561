import { jsonFaultAt } from '../fields/json-fault-at.js';
import type { RejectCode } from '../output/ledger.js';

/** What is wrong with a value. */
export interface Fault {
  readonly code: RejectCode;
  readonly message: string;
  /** 1-based character of the value's text, where the fault is one place. */
  readonly column: number | null;
}

export const FAULTS = {
  truncated: { code: 'INVALID_JSON', message: 'The document ends inside this value.', column: null },
  truncatedArray: { code: 'INVALID_JSON', message: 'The document ends inside its array.', column: null },
  truncatedObject: { code: 'INVALID_JSON', message: 'The document ends behind its array.', column: null },
  tooLarge: { code: 'RECORD_TOO_LARGE', message: 'The object is larger than a record may be.', column: null },
  strayBracket: { code: 'INVALID_JSON', message: 'The bracket closes nothing.', column: 1 },
  strayComma: { code: 'INVALID_JSON', message: 'The comma follows no element of an array.', column: 1 },
  notClosed: {
    code: 'INVALID_JSON',
    message: 'The object is not closed before the next one begins.',
    column: null,
  },
  openString: {
    code: 'INVALID_JSON',
    message: 'A string in the object is not closed on its line.',
    column: null,
  },
} as const satisfies Record<string, Fault>;

/** The fault of something that is no object; where only its beginning is at hand, what is missing is none. */
export function scalarFault(bytes: Buffer, isWhole: boolean): Fault {
  const text = bytes.toString();
  const at = jsonFaultAt(text);
  if (at < 0 || (!isWhole && at === text.length)) {
    return { code: 'NOT_AN_OBJECT', message: 'The JSON value is not an object.', column: null };
  }
  return { code: 'INVALID_JSON', message: 'The text is not valid JSON.', column: at + 1 };
}
