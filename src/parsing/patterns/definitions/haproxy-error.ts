import { HAPROXY_HEAD, HAPROXY_HEAD_FIELDS } from '../haproxy-line.js';
import type { TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'haproxy_error',
  family: 'load_balancer',
  expression: new RegExp(String.raw`^${HAPROXY_HEAD}([^\s/]+)\/(\S+): (.*)$`, 's'),
  fields: [...HAPROXY_HEAD_FIELDS, { attribute: 'frontend' }, { attribute: 'server' }, 'body'],
  timestamp: 'day_month_year',
  severity: 'words',
  multiline: false,
  samples: [
    {
      line: '192.0.2.4:50033 [28/Feb/2025:02:43:10.123] frontend/1: SSL handshake failure',
      timestamp: '2025-02-28T02:43:10.123Z',
      body: 'SSL handshake failure',
      attributes: { client_ip: '192.0.2.4', client_port: 50033, frontend: 'frontend', server: '1' },
    },
    {
      line: 'Feb 25 16:20:15 lb-1 haproxy[7]: 192.0.2.33:56224 [25/Feb/2019:16:20:10.111] http_in/sktst2: Connection closed during SSL handshake',
      timestamp: '2019-02-25T16:20:10.111Z',
      host: 'lb-1',
      service: 'haproxy',
      body: 'Connection closed during SSL handshake',
      attributes: { logged_at: 'Feb 25 16:20:15', frontend: 'http_in', server: 'sktst2' },
    },
  ],
};
