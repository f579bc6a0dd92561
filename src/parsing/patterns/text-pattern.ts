import type { SeverityScale } from '../fields/severity.js';
import type { TimestampLayout } from '../fields/timestamp-layout.js';
import { ZONE_NAMES } from '../fields/zone-offset.js';

/** What a capture group of a pattern becomes; a group that did not take part, or is `-` and no level, is left out. */
export type PatternField =
  | 'timestamp'
  | 'severity'
  | 'body'
  | 'service'
  | 'host'
  | 'trace_id'
  | 'span_id'
  /** `key=value` pairs, read with the key mapping of JSON. */
  | 'pairs'
  /** An attribute of this name, text. */
  | { readonly attribute: string }
  /** An attribute of this name, a number where it is one. */
  | { readonly number: string };

/** A line of a pattern and what must come of it. */
export interface PatternSample {
  readonly line: string;
  /** RFC 3339 in UTC, read with job time zone UTC and the job made at 2026-06-01T00:00:00Z. */
  readonly timestamp: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly body?: string;
  readonly service?: string;
  readonly host?: string;
  readonly traceId?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** One way to write a log line. Patterns are data: each is one file of `definitions/`, and no other file knows of it. */
export interface TextPattern {
  /** What the statistics call it; the file has the same name, with dashes. */
  readonly name: string;
  /** Patterns of one family occur side by side in a file: where one does not fit a line, the others are tried. */
  readonly family: string;
  /**
   * Anchored at both ends, and linear, for a line may have a million characters: no two quantifiers in it may match the same characters in two ways. It has the
   * flag `s`, because U+2028 and U+2029 end a line for expressions but not in a file.
   */
  readonly expression: RegExp;
  /** One per capture group, in order. */
  readonly fields: readonly PatternField[];
  readonly timestamp: TimestampLayout;
  readonly severity: SeverityScale;
  /** Lines that do not match belong to the record before them; else only lines that look like a continuation do. */
  readonly multiline: boolean;
  readonly samples: readonly PatternSample[];
}

export const TIME_OF_DAY = String.raw`\d{2}:\d{2}:\d{2}`;
/** A zone's name; a word that is none is the message's. */
export const ZONE_NAME = `(?:${ZONE_NAMES.join('|')})(?![\\w-])`;
/** A zone behind a time. With a blank between an offset needs all four digits: `-05` may as well be the message's. */
export const ZONE = String.raw`Z(?!\w)|[+-]\d{2}(?::?\d{2})?(?!\d)| [+-](?:0\d|1[0-8]):?[0-5]\d(?!\d)| ${ZONE_NAME}`;
/** What may follow a time. */
export const BEHIND_TIME = String.raw`(?: ?[AP]M(?!\w))?(?:${ZONE})?`;
/** ISO 8601 date and time with optional fraction and zone. */
export const ISO_TIME = String.raw`\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?${BEHIND_TIME}`;
/** Level words, in the cases in which loggers write them. */
export const LEVEL =
  '[Tt]race|TRACE|[Dd]ebug|DEBUG|[Ii]nfo|INFO|INFORMATION|[Nn]otice|NOTICE|[Ww]arn(?:ing)?|WARN(?:ING)?|[Ee]rror|ERROR|err|ERR|[Ff]atal|FATAL|[Cc]rit(?:ical)?|CRIT(?:ICAL)?|SEVERE|CONFIG|FINE(?:R|ST)?';
/** The program that wrote a line of syslog, perhaps with its process. */
export const SYSLOG_TAG = String.raw`([^\s:[\]<>]{1,64})(?:\[([^\]\s]{1,32})\])?`;
/** A quoted field in which a backslash escapes. */
export const QUOTED = String.raw`"([^"\\]*(?:\\.[^"\\]*)*)"`;
