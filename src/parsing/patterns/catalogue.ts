import { ACCESS_PATTERNS } from './access.js';
import { APPLICATION_PATTERNS } from './applications.js';
import { CONTAINER_PATTERNS } from './containers.js';
import { DATABASE_PATTERNS } from './databases.js';
import { GENERAL_PATTERN } from './general.js';
import { KEY_VALUE_PATTERNS } from './key-values.js';
import { PROXY_PATTERNS } from './proxies.js';
import { SYSLOG_PATTERNS } from './syslog.js';
import type { TextPattern } from './text-pattern.js';
import { WEB_SERVER_ERROR_PATTERNS } from './web-server-errors.js';

/** Patterns that occur side by side in one file; each family is in the order in which it is tried. */
export const PATTERN_FAMILIES: readonly (readonly TextPattern[])[] = [
  ACCESS_PATTERNS,
  PROXY_PATTERNS,
  WEB_SERVER_ERROR_PATTERNS,
  SYSLOG_PATTERNS,
  CONTAINER_PATTERNS,
  DATABASE_PATTERNS,
  KEY_VALUE_PATTERNS,
  APPLICATION_PATTERNS,
  [GENERAL_PATTERN],
];

/** Every pattern, most specific first. */
export const PATTERNS: readonly TextPattern[] = PATTERN_FAMILIES.flat();

/** The pattern and those to try where it does not fit: the rest of its family, then the general one. */
export function withFallbacks(pattern: TextPattern): readonly TextPattern[] {
  const family = PATTERN_FAMILIES.find((members) => members.includes(pattern)) ?? [];
  return [...new Set([pattern, ...family, GENERAL_PATTERN])];
}
