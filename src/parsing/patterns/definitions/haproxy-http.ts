import { HAPROXY_HEAD, HAPROXY_HEAD_FIELDS, HAPROXY_ROUTE, HAPROXY_ROUTE_FIELDS } from '../haproxy-line.js';
import type { TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'haproxy_http',
  family: 'load_balancer',
  expression: new RegExp(
    String.raw`^${HAPROXY_HEAD}${HAPROXY_ROUTE} (\d{3}|-1) (\+?\d+) (\S+) (\S+) (\S{4}) ([\d/+]+) ([\d/]+)(?: \{([^}]*)\})?(?: \{([^}]*)\})? "(\S+)(?: ([^" ]*))?(?: ([^"]*))?"$`,
    's',
  ),
  fields: [
    ...HAPROXY_HEAD_FIELDS,
    ...HAPROXY_ROUTE_FIELDS,
    { number: 'status' },
    { number: 'bytes' },
    { attribute: 'request_cookie' },
    { attribute: 'response_cookie' },
    { attribute: 'termination_state' },
    { attribute: 'connections' },
    { attribute: 'queues' },
    { attribute: 'request_headers' },
    { attribute: 'response_headers' },
    { attribute: 'method' },
    { attribute: 'path' },
    { attribute: 'protocol' },
  ],
  timestamp: 'day_month_year',
  severity: 'http_status',
  multiline: false,
  samples: [
    {
      line: '192.0.2.10:10285 [12/Mar/2021:06:56:28.088] fe-verify~ maskurl/dns 0/0/0/1263/1264 200 20602 - - ---- 19/19/3/4/0 0/0 "GET / HTTP/1.1"',
      timestamp: '2021-03-12T06:56:28.088Z',
      severityNumber: 9,
      attributes: {
        client_ip: '192.0.2.10',
        client_port: 10285,
        frontend: 'fe-verify~',
        backend: 'maskurl',
        server: 'dns',
        status: 200,
        bytes: 20602,
        method: 'GET',
        path: '/',
        protocol: 'HTTP/1.1',
      },
    },
    {
      line: 'Feb 25 16:19:49 lb-1 haproxy[7]: 192.0.2.171:53332 [25/Feb/2019:16:19:48.143] http_in~ bk/srv 0/0/7/1457/1487 503 11394 - - ---- 2/1/0/0/0 0/0 {curl/8} {} "GET /admin?x=1 HTTP/1.1"',
      timestamp: '2019-02-25T16:19:48.143Z',
      severityNumber: 17,
      host: 'lb-1',
      service: 'haproxy',
      attributes: {
        logged_at: 'Feb 25 16:19:49',
        pid: 7,
        client_ip: '192.0.2.171',
        status: 503,
        request_headers: 'curl/8',
        path: '/admin?x=1',
      },
    },
  ],
};
