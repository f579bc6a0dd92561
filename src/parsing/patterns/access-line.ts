import type { PatternField } from './text-pattern.js';

/** What a client asked for: split, whatever it may be, into at most three words. */
const REQUEST = String.raw`"(?:([A-Z][A-Z_-]{1,30}) ([^" ]*(?: (?!HTTP\/)[^" ]*)*)(?: (HTTP\/[\d.]+))?|((?:[^"\\]|\\.)*))"`;

/** What follows the client and its user. */
const TIME_AND_REQUEST = String.raw`\[(\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\] ${REQUEST} (\d{3}|-) (\d+|-)`;

/** `client_ip - user [time] "request" status bytes`: an access line behind the name of its host. */
export const STRICT_COMMON = String.raw`(\S+) (\S+) (\S+) ${TIME_AND_REQUEST}`;
/** How web servers begin an access line; the user may be left out. */
export const COMMON = String.raw`(\S+) (\S+)(?: (\S+))? ${TIME_AND_REQUEST}`;

/** Fields of `COMMON`. */
export const FIELDS: readonly PatternField[] = [
  { attribute: 'client_ip' },
  { attribute: 'ident' },
  { attribute: 'user' },
  'timestamp',
  { attribute: 'method' },
  { attribute: 'path' },
  { attribute: 'protocol' },
  { attribute: 'request' },
  { number: 'status' },
  { number: 'bytes' },
];

/** What the combined layout adds. */
export const AGENT_FIELDS: readonly PatternField[] = [{ attribute: 'referer' }, { attribute: 'user_agent' }];
