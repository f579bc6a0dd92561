import type { RejectCode } from '../output/ledger.js';

/** What is wrong with a value. */
export interface Fault {
  readonly code: RejectCode;
  readonly message: string;
}

export const FAULTS = {
  truncated: { code: 'TRUNCATED_INPUT', message: 'The document ends inside this value.' },
  truncatedArray: { code: 'TRUNCATED_INPUT', message: 'The document ends inside its array.' },
  truncatedObject: { code: 'TRUNCATED_INPUT', message: 'The document ends behind its array.' },
  tooLarge: { code: 'RECORD_TOO_LARGE', message: 'The object is larger than a record may be.' },
  openString: { code: 'INVALID_JSON', message: 'A string in the object is not closed on its line.' },
} as const satisfies Record<string, Fault>;

/** The fault of something that is no object. */
export function scalarFault(bytes: Buffer): Fault {
  try {
    JSON.parse(bytes.toString());
    return { code: 'NOT_AN_OBJECT', message: 'The JSON value is not an object.' };
  } catch {
    return { code: 'INVALID_JSON', message: 'The text is not valid JSON.' };
  }
}
