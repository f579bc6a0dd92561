import { jsonFaultAt } from './json-fault-at.js';

/** Why a text is no record. */
export interface JsonReject {
  readonly code: 'INVALID_JSON' | 'NOT_AN_OBJECT' | 'NESTING_TOO_DEEP';
  readonly message: string;
  /** 1-based character of the fault in the text, where it is one place. */
  readonly column: number | null;
}

/**
 * Puts into words why a text is no record.
 *
 * @param reason - `invalid` is no JSON, `other` a JSON value that is no object, `tooDeep` one nested deeper than `maxNesting`
 */
export function jsonReject(
  reason: 'invalid' | 'other' | 'tooDeep',
  text: string,
  maxNesting: number,
): JsonReject {
  switch (reason) {
    case 'invalid':
      return invalidJson(text);
    case 'other':
      return { code: 'NOT_AN_OBJECT', message: 'The JSON value is not an object.', column: null };
    case 'tooDeep':
      return {
        code: 'NESTING_TOO_DEEP',
        message: `The JSON is nested deeper than ${maxNesting} levels.`,
        column: null,
      };
  }
}

function invalidJson(text: string): JsonReject {
  const at = jsonFaultAt(text);
  const message = at === text.length ? 'The JSON ends too early.' : 'The text is not valid JSON.';
  return { code: 'INVALID_JSON', message, column: at + 1 };
}
