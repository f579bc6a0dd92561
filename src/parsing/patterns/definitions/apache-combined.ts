import { AGENT_FIELDS, COMMON, FIELDS } from '../access-line.js';
import { QUOTED, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'apache_combined',
  family: 'access',
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
        client_ip: '192.0.2.7',
        method: 'GET',
        path: '/a?b=c',
        protocol: 'HTTP/1.1',
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
    {
      line: '192.0.2.7 - [10/Oct/2000:13:55:36 +0000] "GET /a HTTP/1.1" 200 1 "-" "curl/8" "203.0.113.5"',
      timestamp: '2000-10-10T13:55:36.000Z',
      severityNumber: 9,
      attributes: { client_ip: '192.0.2.7', path: '/a', user_agent: 'curl/8', extra: '"203.0.113.5"' },
    },
    {
      line: '2001:db8::7 - - [29/Feb/2024:23:59:59 +0530] "POST /x y HTTP/2.0" 499 0 "-" "-"',
      timestamp: '2024-02-29T18:29:59.000Z',
      severityNumber: 13,
      attributes: { client_ip: '2001:db8::7', method: 'POST', path: '/x y', protocol: 'HTTP/2.0', bytes: 0 },
    },
  ],
};
