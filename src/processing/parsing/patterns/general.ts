import { ISO_TIME, TIME_OF_DAY, type TextPattern } from './text-pattern.js';

const ANY_TIME = [
  ISO_TIME,
  String.raw`\d{4}\/\d{2}\/\d{2} ${TIME_OF_DAY}(?:[.,]\d{1,9})?`,
  String.raw`\d{2}[\/ -][A-Z][a-z]{2}[\/ -]\d{4}[: ]${TIME_OF_DAY}(?:[.,]\d{1,9})?(?: [+-]\d{4})?`,
  String.raw`(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} [ \d]?\d ${TIME_OF_DAY}(?:[.,]\d{1,9})?(?: \d{4}(?!\d|:))?`,
  String.raw`[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} ${TIME_OF_DAY}(?: [+-]\d{4}| [A-Z]{3,4})?`,
  String.raw`\d{8}[.T ]\d{6}(?:[.,]\d{1,9})?Z?`,
  String.raw`\d{6} [ \d]\d:\d{2}:\d{2}`,
  String.raw`\d{10}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?(?=[\s\]:,|])`,
].join('|');

const LEVEL =
  '[Tt]race|TRACE|[Dd]ebug|DEBUG|[Ii]nfo|INFO|INFORMATION|[Nn]otice|NOTICE|[Ww]arn(?:ing)?|WARN(?:ING)?|[Ee]rror|ERROR|err|ERR|[Ff]atal|FATAL|[Cc]rit(?:ical)?|CRITICAL|SEVERE';

/** A timestamp, perhaps a level, the rest: what is left when nothing more specific fits. */
export const GENERAL_PATTERN: TextPattern = {
  name: 'timestamp_message',
  expression: new RegExp(
    String.raw`^\[?(${ANY_TIME})\]?(?:[ \t:|,-]{0,5}[\[<(]?(${LEVEL})(?![\w-])[\]>)]?[:|]?)?[ \t:|,-]{0,5}(.*)$`,
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
