import { HAPROXY_HEAD, HAPROXY_HEAD_FIELDS, HAPROXY_ROUTE, HAPROXY_ROUTE_FIELDS } from '../haproxy-line.js';
import type { TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'haproxy_tcp',
  family: 'load_balancer',
  expression: new RegExp(
    String.raw`^${HAPROXY_HEAD}${HAPROXY_ROUTE} (\+?\d+) ([A-Za-z-]{2}) ([\d/+]+) ([\d/]+)$`,
    's',
  ),
  fields: [
    ...HAPROXY_HEAD_FIELDS,
    ...HAPROXY_ROUTE_FIELDS,
    { number: 'bytes' },
    { attribute: 'termination_state' },
    { attribute: 'connections' },
    { attribute: 'queues' },
  ],
  timestamp: 'day_month_year',
  severity: 'words',
  multiline: false,
  samples: [
    {
      line: '192.0.2.1:33313 [06/Feb/2009:12:12:51.443] fnt bck/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0',
      timestamp: '2009-02-06T12:12:51.443Z',
      attributes: { client_ip: '192.0.2.1', frontend: 'fnt', backend: 'bck', server: 'srv1', bytes: 212 },
    },
    {
      line: 'Feb  6 12:12:56 lb-1 haproxy[14387]: 2001:db8::1:33313 [06/Feb/2009:12:12:51.443] fnt bck/<NOSRV> -1/-1/0 0 SC 0/0/0/0/3 0/0',
      timestamp: '2009-02-06T12:12:51.443Z',
      host: 'lb-1',
      service: 'haproxy',
      attributes: {
        client_ip: '2001:db8::1',
        client_port: 33313,
        server: '<NOSRV>',
        termination_state: 'SC',
      },
    },
  ],
};
