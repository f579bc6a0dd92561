import {
  BEHIND_TIME,
  ISO_TIME,
  LEVEL,
  TIME_OF_DAY,
  ZONE,
  ZONE_NAME,
  type TextPattern,
} from './text-pattern.js';

const FRACTION = String.raw`(?:[.,]\d{1,9})?`;
const ANY_TIME = [
  ISO_TIME,
  String.raw`\d{4}\/\d{2}\/\d{2} ${TIME_OF_DAY}${FRACTION}${BEHIND_TIME}`,
  String.raw`\d{2}[\/ -][A-Z][a-z]{2}[\/ -]\d{4}[: ]${TIME_OF_DAY}${FRACTION}${BEHIND_TIME}`,
  String.raw`(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} [ \d]?\d ${TIME_OF_DAY}${FRACTION}(?: ?[AP]M(?!\w))?(?: (?:(?:${ZONE_NAME}|[+-]\d{4}) )?\d{4}(?!\d|:)|${ZONE})?`,
  String.raw`[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{2}(?:\d{2})? ${TIME_OF_DAY}${BEHIND_TIME}`,
  String.raw`\d{8}[.T ]\d{6}${FRACTION}Z?`,
  String.raw`\d{6} (?:[ \d]\d:\d{2}:\d{2}|(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?!\S))`,
  String.raw`\d{10}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?(?=[\s\]:,|])`,
].join('|');

/** A timestamp, perhaps a level, the rest: what is left when nothing more specific fits. */
export const GENERAL_PATTERN: TextPattern = {
  name: 'timestamp_message',
  family: 'general',
  expression: new RegExp(
    String.raw`^\[?(${ANY_TIME})\]?(?:[ \t:|,-]{0,5}[\[<(]?(${LEVEL})(?![\w-])[\]>)]?[:|]?)?(?:[ \t:|,]|-(?!\d)){0,5}(.*)$`,
    's',
  ),
  fields: ['timestamp', 'severity', 'body'],
  timestamp: 'auto',
  severity: 'words',
  multiline: true,
  samples: [
    {
      line: '2011/02/22 21:50:30 [8203] rsyncd version 2.6.9 starting',
      timestamp: '2011-02-22T21:50:30.000Z',
      body: '[8203] rsyncd version 2.6.9 starting',
    },
    {
      line: 'Mon Feb 21 17:44:19 2011 [pid 3] [ftp] FTP command: Client "192.0.2.141", "STAT"',
      timestamp: '2011-02-21T17:44:19.000Z',
      body: '[pid 3] [ftp] FTP command: Client "192.0.2.141", "STAT"',
    },
    {
      line: '2024/03/01 10:00:01 ERROR one\u2028two\u2029three',
      timestamp: '2024-03-01T10:00:01.000Z',
      severityNumber: 17,
      severityText: 'ERROR',
      body: 'one\u2028two\u2029three',
    },
    {
      line: '2024-03-01 10:00:01 PM server up',
      timestamp: '2024-03-01T22:00:01.000Z',
      body: 'server up',
    },
    { line: '2024-03-01 10:00:01 UTC x', timestamp: '2024-03-01T10:00:01.000Z', body: 'x' },
    { line: '2024-03-01 10:00:01 CET x', timestamp: '2024-03-01T09:00:01.000Z', body: 'x' },
    { line: '2024-03-01 10:00:01 garbage', timestamp: '2024-03-01T10:00:01.000Z', body: 'garbage' },
    { line: '2024-03-01 10:00:01 -0500 x', timestamp: '2024-03-01T15:00:01.000Z', body: 'x' },
    {
      line: '2024-03-01 10:00:01 -05 degrees',
      timestamp: '2024-03-01T10:00:01.000Z',
      body: '-05 degrees',
    },
    { line: 'Thu Feb 29 12:34:56 UTC 2024 x', timestamp: '2024-02-29T12:34:56.000Z', body: 'x' },
    { line: 'Tue, 01 Jul 03 10:52:37 +0200 x', timestamp: '2003-07-01T08:52:37.000Z', body: 'x' },
    { line: '081109 203615 148 packets', timestamp: '2008-11-09T20:36:15.000Z', body: '148 packets' },
    { line: '1428634687123 Hello, World!', timestamp: '2015-04-10T02:58:07.123Z', body: 'Hello, World!' },
    {
      line: '20120702.102240,672:DEBUG:foo bar baz',
      timestamp: '2012-07-02T10:22:40.672Z',
      severityNumber: 5,
      severityText: 'DEBUG',
      body: 'foo bar baz',
    },
  ],
};
