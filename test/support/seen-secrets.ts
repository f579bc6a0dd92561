/**
 * Remembers every secret that passes through the tests' clients: passwords sent, tokens sent and received, presigned URLs,
 * secrets of webhooks, lines of uploaded files. Each stack looks for them when it stops (`leaked-secrets.ts`), so every test proves the
 * service's silence without saying so.
 */

/** Shorter ones are words that stand in logs for other reasons (`wrong`). */
const MIN_PASSWORD_LENGTH = 7;
/** A segment of a token: the header is the same for all, and a claim by itself opens nothing. */
const MIN_SEGMENT_LENGTH = 30;
/** Tests show other things as if they were tokens and passwords, such as what stands in the database. */
const BEGINNING_OF_TOKENS = 'eyJ';
const BCRYPT_HASH = /^\$2[aby]\$/;
const MIN_LINE_LENGTH = 24;
/** Of one file; its first and its last ones. */
const LINES_OF_A_FILE = 20;
/** Looked at from either end of a file: all of a big one would keep this process busy until the server gives it up. */
const BYTES_OF_AN_END = 65_536;

/** URLs of parts are signed, those of webhooks are not. */
const SIGNED = /[?&](?:X-Amz-Signature|signature)=/;

const PASSWORD_FIELDS = new Set(['password', 'current_password', 'new_password']);
const TOKEN_FIELDS = new Set(['token', 'access_token', 'refresh_token']);

/** Of what kind a secret is, and with it where it may not stand. */
export type SecretKind = 'password' | 'token' | 'presigned URL' | 'webhook secret' | 'line of a file';

const seen = new Map<string, SecretKind>();

/** Everything seen so far by the tests of this file. */
export function seenSecrets(): ReadonlyMap<string, SecretKind> {
  return seen;
}

/** Remembers what a JSON body holds, sent or received, by the names of its fields. */
export function noteBody(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string') noteBody(value);
    else if (PASSWORD_FIELDS.has(name)) notePassword(value, body);
    else if (TOKEN_FIELDS.has(name)) noteToken(value);
    else if (name === 'presigned_url') notePresignedUrl(value);
    else if (name === 'url' && SIGNED.test(value)) notePresignedUrl(value);
    else if (name === 'secret') noteWebhookSecret(value);
  }
}

/** Remembers the signature of a token and what it claims; either is enough to find the whole. */
export function noteToken(token: string): void {
  if (!token.startsWith(BEGINNING_OF_TOKENS)) return;
  const [, claims = '', signature = ''] = token.split('.');
  for (const segment of [claims, signature]) {
    if (segment.length >= MIN_SEGMENT_LENGTH) seen.set(segment, 'token');
  }
}

/** Remembers the signature, without which the URL opens nothing, and the URL. */
export function notePresignedUrl(url: string): void {
  const query = new URL(url).searchParams;
  seen.set(url, 'presigned URL');
  for (const name of ['signature', 'X-Amz-Signature']) {
    const signature = query.get(name);
    if (signature !== null) seen.set(signature, 'presigned URL');
  }
}

/** Remembers the key behind the prefix, as it is spelt and as the bytes that sign. */
export function noteWebhookSecret(secret: string): void {
  const [, key] = /^whsec_(.{20,})$/.exec(secret) ?? [];
  if (key === undefined) return;
  seen.set(key, 'webhook secret');
  seen.set(Buffer.from(key, 'base64').toString('hex'), 'webhook secret');
}

/** Remembers lines of an uploaded file that cannot stand anywhere by chance. */
export function noteFile(content: Uint8Array | string): void {
  const bytes = Buffer.from(content);
  const ends =
    bytes.length <= 2 * BYTES_OF_AN_END
      ? [bytes]
      : [bytes.subarray(0, BYTES_OF_AN_END), bytes.subarray(-BYTES_OF_AN_END)];
  const lines = ends.flatMap((end) => end.toString('utf8').split(/\r?\n/)).filter(isTelling);
  const some = lines.length <= LINES_OF_A_FILE ? lines : [...lines.slice(0, 10), ...lines.slice(-10)];
  for (const line of some) seen.set(line, 'line of a file');
}

/** A password that is also the name of somebody is no secret, and the tests try that. */
function notePassword(password: string, body: object): void {
  const { username, email } = body as { readonly username?: unknown; readonly email?: unknown };
  const isName = [username, email].some(
    (name) => typeof name === 'string' && name.toLowerCase() === password.toLowerCase(),
  );
  const isSecret = password.length >= MIN_PASSWORD_LENGTH && !isName && !BCRYPT_HASH.test(password);
  if (isSecret) seen.set(password, 'password');
}

/** Compressed files are no text, and lines of one character are no canaries. */
function isTelling(line: string): boolean {
  return (
    line.length >= MIN_LINE_LENGTH &&
    line.length <= 2_000 &&
    !line.includes('\ufffd') &&
    new Set(line).size > 8
  );
}
