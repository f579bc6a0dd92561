import { AGENT_FIELDS, FIELDS, STRICT_COMMON } from '../access-line.js';
import { QUOTED, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'apache_vhost_combined',
  family: 'access',
  expression: new RegExp(String.raw`^([A-Za-z0-9._-]+(?::\d+)?) ${STRICT_COMMON} ${QUOTED} ${QUOTED}$`, 's'),
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
      attributes: {
        client_ip: '192.0.2.7',
        method: 'GET',
        path: '/a?b=c',
        protocol: 'HTTP/1.1',
        status: 503,
        bytes: 0,
        user_agent: 'curl/8',
      },
    },
    {
      line: 'shop.example.com 2001:db8::1 - alice [10/Oct/2000:13:55:36 +0200] "\\x16\\x03" 400 226 "-" "-"',
      timestamp: '2000-10-10T11:55:36.000Z',
      severityNumber: 13,
      host: 'shop.example.com',
      attributes: { client_ip: '2001:db8::1', user: 'alice', request: '\\x16\\x03', status: 400 },
    },
  ],
};
