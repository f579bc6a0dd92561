const MAX_LENGTH = 255;
const CONTROL_OR_INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const NOT_IN_NAMES = /[<>:"|?*]/g;

/**
 * A filename that can be shown and offered for download: the last part of a path, without control, invisible and
 * direction-changing characters. It is for display only; no path and no key is made of it.
 *
 * @returns null when nothing is left
 */
export function safeFilename(given: string): string | null {
  const lastPart = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = lastPart
    .replace(CONTROL_OR_INVISIBLE, '')
    .replace(NOT_IN_NAMES, '_')
    .trim()
    .replace(/^\.+/, '');
  const bounded = Array.from(clean).slice(0, MAX_LENGTH).join('');
  return bounded === '' ? null : bounded;
}

const KNOWN_EXTENSIONS = new Set(['log', 'txt', 'json', 'ndjson', 'jsonl', 'csv', 'tsv', 'gz', 'zst']);

/** One of a closed list of extensions, for the object's key; `log` for any other name. */
export function keyExtension(filename: string): string {
  const extension = filename.split('.').at(-1)?.toLowerCase() ?? '';
  return KNOWN_EXTENSIONS.has(extension) ? extension : 'log';
}
