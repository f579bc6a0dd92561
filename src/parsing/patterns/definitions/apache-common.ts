import { COMMON, FIELDS } from '../access-line.js';
import type { TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'apache_common',
  family: 'access',
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
      attributes: {
        client_ip: '192.0.2.7',
        method: 'GET',
        path: '/a?b=c',
        protocol: 'HTTP/1.1',
        status: 404,
        bytes: 12,
      },
    },
    {
      line: 'host.example.com ident frank [10/Oct/2000:13:55:36 -0700] "-" 408 -',
      timestamp: '2000-10-10T20:55:36.000Z',
      severityNumber: 13,
      attributes: { client_ip: 'host.example.com', ident: 'ident', user: 'frank', status: 408 },
    },
    {
      line: '192.0.2.8 - - [01/Jan/2024:00:00:00 +0000] "OPTIONS * HTTP/1.0" 200 -',
      timestamp: '2024-01-01T00:00:00.000Z',
      severityNumber: 9,
      attributes: { method: 'OPTIONS', path: '*', protocol: 'HTTP/1.0' },
    },
  ],
};
