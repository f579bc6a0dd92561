import { QUOTED, type PatternField, type TextPattern } from './text-pattern.js';

/** `client_ip - user [time] "request" status bytes`; the request is split, whatever it may be, into at most three words. */
const REQUEST = String.raw`"(?:([A-Z][A-Z_-]{1,30}) ([^" ]*(?: (?!HTTP\/)[^" ]*)*)(?: (HTTP\/[\d.]+))?|((?:[^"\\]|\\.)*))"`;
const COMMON = String.raw`(\S+) (\S+) (\S+) \[(\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\] ${REQUEST} (\d{3}|-) (\d+|-)`;

const FIELDS: readonly PatternField[] = [
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
const AGENT_FIELDS: readonly PatternField[] = [{ attribute: 'referer' }, { attribute: 'user_agent' }];

const SAMPLE_ATTRIBUTES = { client_ip: '192.0.2.7', method: 'GET', path: '/a?b=c', protocol: 'HTTP/1.1' };

/**
 * Web servers' access logs: Apache's and nginx's common and combined layouts. The body is the whole line; a user agent
 * that is cut off by the end of the line is taken as it is.
 */
export const ACCESS_PATTERNS: readonly TextPattern[] = [
  {
    name: 'apache_combined',
    expression: new RegExp(String.raw`^${COMMON} ${QUOTED} ${QUOTED}?(?: (\S.*))?$`, 's'),
    fields: [...FIELDS, ...AGENT_FIELDS, { attribute: 'extra' }],
    timestamp: 'day_month_year',
    severity: 'http_status',
    multiline: false,
    samples: [
      {
        line: '192.0.2.7 - frank [10/Oct/2000:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 2326 "http://example.com/" "Mozilla/4.08 [en] (Win98; I)"',
        timestamp: '2000-10-10T20:55:36.000Z',
        severityNumber: 9,
        attributes: {
          ...SAMPLE_ATTRIBUTES,
          user: 'frank',
          status: 200,
          bytes: 2326,
          referer: 'http://example.com/',
          user_agent: 'Mozilla/4.08 [en] (Win98; I)',
        },
      },
      {
        line: '192.0.2.7 - - [10/Oct/2000:13:55:36 +0000] "\\x16\\x03\\x01 \\"" 400 - "-" "say \\"hi\\""',
        timestamp: '2000-10-10T13:55:36.000Z',
        severityNumber: 13,
        attributes: {
          client_ip: '192.0.2.7',
          request: '\\x16\\x03\\x01 \\"',
          status: 400,
          user_agent: 'say \\"hi\\"',
        },
      },
    ],
  },
  {
    name: 'apache_vhost_combined',
    expression: new RegExp(String.raw`^([A-Za-z0-9._-]+(?::\d+)?) ${COMMON} ${QUOTED} ${QUOTED}$`, 's'),
    fields: ['host', ...FIELDS, ...AGENT_FIELDS],
    timestamp: 'day_month_year',
    severity: 'http_status',
    multiline: false,
    samples: [
      {
        line: 'www.example.com:80 192.0.2.7 - - [10/Oct/2000:13:55:36 +0000] "GET /a?b=c HTTP/1.1" 503 0 "-" "curl/8"',
        timestamp: '2000-10-10T13:55:36.000Z',
        severityNumber: 17,
        host: 'www.example.com:80',
        attributes: { ...SAMPLE_ATTRIBUTES, status: 503, bytes: 0, user_agent: 'curl/8' },
      },
    ],
  },
  {
    name: 'apache_common',
    expression: new RegExp(String.raw`^${COMMON}$`, 's'),
    fields: FIELDS,
    timestamp: 'day_month_year',
    severity: 'http_status',
    multiline: false,
    samples: [
      {
        line: '192.0.2.7 - - [10/Oct/2000:13:55:36 +0000] "GET /a?b=c HTTP/1.1" 404 12',
        timestamp: '2000-10-10T13:55:36.000Z',
        severityNumber: 13,
        attributes: { ...SAMPLE_ATTRIBUTES, status: 404, bytes: 12 },
      },
    ],
  },
];
