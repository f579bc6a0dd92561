/** Severity numbers as OpenTelemetry's logs data model defines them: 1 to 24, 0 where unknown. */

/** Scales that give words or numbers a meaning of their own. */
export type SeverityScale = 'words' | 'letters' | 'syslog' | 'redis' | 'http_status' | 'postgres';

const WORDS: ReadonlyMap<string, number> = new Map([
  ['trace', 1],
  ['finest', 1],
  ['verbose', 5],
  ['debug', 5],
  ['dbg', 5],
  ['finer', 5],
  ['fine', 6],
  ['config', 7],
  // Postgres and Nest.
  ['log', 9],
  ['info', 9],
  ['information', 9],
  ['informational', 9],
  ['inf', 9],
  ['notice', 10],
  ['warn', 13],
  ['warning', 13],
  ['wrn', 13],
  ['error', 17],
  ['err', 17],
  ['severe', 17],
  ['crit', 18],
  ['dpanic', 18],
  ['alert', 19],
  ['panic', 19],
  ['fatal', 21],
  ['critical', 21],
  ['emerg', 21],
  ['emergency', 21],
  // Apache's httpd counts its traces.
  ...Array.from({ length: 8 }, (_, i): [string, number] => [`trace${i + 1}`, 1]),
]);

const LETTERS: ReadonlyMap<string, number> = new Map([
  ['T', 1],
  ['D', 5],
  ['V', 5],
  ['I', 9],
  ['N', 10],
  ['W', 13],
  ['E', 17],
  ['C', 21],
  ['F', 21],
]);

/** RFC 5424 §6.2.1: 0 is emergency, 7 is debug. */
const SYSLOG = [21, 19, 18, 17, 13, 10, 9, 5] as const;

/** RFC 5424 §6.2.1: 24 facilities of 8 severities each, counted from 0. */
const MAX_PRI = 191;

const REDIS: ReadonlyMap<string, number> = new Map([
  ['.', 5],
  ['-', 9],
  ['*', 10],
  ['#', 13],
]);

/** What Postgres says beside the words that all share; the follow-up lines of a message carry no level of their own. */
const POSTGRES: ReadonlyMap<string, number> = new Map([
  ['STATEMENT', 9],
  ['DETAIL', 9],
  ['HINT', 9],
  ['CONTEXT', 9],
  ['QUERY', 9],
  ['LOCATION', 9],
  ['DEBUG1', 5],
  ['DEBUG2', 5],
  ['DEBUG3', 5],
  ['DEBUG4', 5],
  ['DEBUG5', 5],
  ['PANIC', 21],
]);

/** Number of a level word in any case (`WARN`, `warning`, `SEVERE`), 0 where it is none. */
export function severityOfWord(word: string): number {
  return WORDS.get(word) ?? WORDS.get(word.toLowerCase()) ?? 0;
}

/** pino and bunyan count 10 to 60; syslog (GELF, journald) 0 to 7. */
export function severityOfNumber(level: number): number {
  if (!Number.isInteger(level)) return 0;
  if (level >= 0 && level <= 7) return SYSLOG[level] ?? 0;
  const tens = level / 10;
  return Number.isInteger(tens) ? ([0, 1, 5, 9, 13, 17, 21][tens] ?? 0) : 0;
}

/** 1xx to 3xx are informational, 4xx warnings, 5xx errors. */
export function severityOfHttpStatus(status: number): number {
  if (status >= 500 && status < 600) return 17;
  if (status >= 400 && status < 500) return 13;
  return status >= 100 && status < 400 ? 9 : 0;
}

/** Number of `text` on a scale; `syslog` takes a PRI value, of which the lower three bits are the severity. */
export function severityOf(scale: SeverityScale, text: string): number {
  switch (scale) {
    case 'words':
      return severityOfWord(text);
    case 'letters':
      // MongoDB writes how deep a debug message is behind its letter: `D2`.
      return LETTERS.get(text.charAt(0)) ?? 0;
    case 'redis':
      return REDIS.get(text) ?? 0;
    case 'postgres':
      return POSTGRES.get(text) ?? severityOfWord(text);
    case 'http_status':
      return severityOfHttpStatus(Number(text));
    case 'syslog':
      return Number(text) <= MAX_PRI ? (SYSLOG[Number(text) & 7] ?? 0) : 0;
  }
}

const RANGES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

/** Name of the range a number lies in, null for 0. */
export function severityRange(number: number): string | null {
  return number === 0 ? null : (RANGES[Math.floor((number - 1) / 4)] ?? null);
}
