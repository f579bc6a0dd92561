// A lone surrogate has no UTF-8; JSON.stringify escapes it, and everything else that needs it.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

const SHORT_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/** Text as a JSON string (RFC 8259 §7). */
export function jsonString(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

const keyCache = new Map<string, string>();
const KEY_CACHE_SIZE = 4096;

/** A key with its colon. */
export function jsonKey(name: string): string {
  const cached = keyCache.get(name);
  if (cached !== undefined) return cached;
  const text = `${jsonString(name)}:`;
  if (keyCache.size < KEY_CACHE_SIZE) keyCache.set(Buffer.from(name).toString(), text);
  return text;
}

/**
 * A value without a type of its own: a number where it is written exactly as JSON writes one and an IEEE double holds
 * it, else a string.
 */
export function jsonScalar(text: string): string {
  const code = text.charCodeAt(0);
  const mayBeNumber = (code >= 48 && code <= 57) || code === 45;
  return mayBeNumber && text.length <= 16 && SHORT_NUMBER.test(text) ? text : jsonString(text);
}

/** One member of an object, without braces. */
export function jsonMember(name: string, text: string): string {
  return jsonKey(name) + jsonScalar(text);
}
