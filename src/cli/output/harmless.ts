/**
 * C0 and C1 controls, DEL, and what changes the direction of text or ends a line in some programs. With them a log line
 * could move the cursor, set the title, write the clipboard, or look like another line.
 */
// eslint-disable-next-line no-control-regex -- these are what it is about
const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text from elsewhere, made fit for a terminal: what it would obey is shown instead (`\x1b`, `\u202e`). */
export function harmless(text: string): string {
  return text.replaceAll(HARMFUL, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : unicodeEscape(code);
  });
}

/** JSON of the same value, fit for a terminal as well: such characters are escaped as JSON escapes them. */
export function harmlessJson(json: string): string {
  return json.replaceAll(HARMFUL, (character) => unicodeEscape(character.charCodeAt(0)));
}

function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
