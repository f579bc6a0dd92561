import { ELB_FIELDS } from '../elb-line.js';
import { QUOTED, TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'aws_elb',
  family: 'load_balancer',
  expression: new RegExp(
    String.raw`^(\d{4}-\d{2}-\d{2}T${TIME_OF_DAY}\.\d{1,6}Z) (\S+) ([^\s:]+|\[[^\]]+\]):(\d+) (\S+) ([\d.-]+) ([\d.-]+) ([\d.-]+) (\d{3}|-) (\d{3}|-) (-?\d+) (-?\d+) "(?:- - - |([A-Z]+) (\S*) ([^"]*))"(?: ${QUOTED} (\S+) (\S+))?$`,
    's',
  ),
  fields: ['timestamp', ...ELB_FIELDS],
  timestamp: 'iso',
  severity: 'http_status',
  multiline: false,
  samples: [
    {
      line: '2021-05-13T23:39:43.945958Z my-loadbalancer 192.0.2.39:2817 192.0.2.1:80 0.000073 0.001048 0.000057 200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -',
      timestamp: '2021-05-13T23:39:43.945Z',
      severityNumber: 9,
      attributes: {
        elb: 'my-loadbalancer',
        client_ip: '192.0.2.39',
        client_port: 2817,
        target: '192.0.2.1:80',
        status: 200,
        bytes: 29,
        method: 'GET',
        path: 'http://www.example.com:80/',
        protocol: 'HTTP/1.1',
        user_agent: 'curl/7.38.0',
      },
    },
    {
      line: '2021-05-13T23:39:46.945958Z my-loadbalancer 192.0.2.39:2817 - 0.001065 0.000015 0.000023 - - 57 502 "- - - " "-" ECDHE-ECDSA-AES128-GCM-SHA256 TLSv1.2',
      timestamp: '2021-05-13T23:39:46.945Z',
      attributes: { received_bytes: 57, bytes: 502, ssl_protocol: 'TLSv1.2' },
    },
  ],
};
