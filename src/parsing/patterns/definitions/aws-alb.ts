import { ELB_FIELDS } from '../elb-line.js';
import { QUOTED, TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'aws_alb',
  family: 'load_balancer',
  expression: new RegExp(
    String.raw`^(https?|h2|grpcs|wss?) (\d{4}-\d{2}-\d{2}T${TIME_OF_DAY}\.\d{1,6}Z) (\S+) ([^\s:]+|\[[^\]]+\])(?::(\d+))? (\S+) ([\d.-]+) ([\d.-]+) ([\d.-]+) (\d{3}|-) (\d{3}|-) (-?\d+) (-?\d+) "(?:- - - |(\S+) (\S*) ([^"]*))" ${QUOTED} (\S+) (\S+)(?: (\S+) "([^"]*)" "([^"]*)" "([^"]*)" (\S+) (\S+) "([^"]*)" "([^"]*)" "([^"]*)")?(?: (.*))?$`,
    's',
  ),
  fields: [
    { attribute: 'type' },
    'timestamp',
    ...ELB_FIELDS,
    { attribute: 'target_group_arn' },
    'trace_id',
    { attribute: 'domain_name' },
    { attribute: 'chosen_cert_arn' },
    { number: 'matched_rule_priority' },
    { attribute: 'request_creation_time' },
    { attribute: 'actions_executed' },
    { attribute: 'redirect_url' },
    { attribute: 'error_reason' },
    { attribute: 'extra' },
  ],
  timestamp: 'iso',
  severity: 'http_status',
  multiline: false,
  samples: [
    {
      line: 'https 2023-04-26T12:23:00.186641Z app/lb/490d68ed 192.0.2.11:44740 192.0.2.1:80 0.086 0.048 0.037 404 404 0 57 "GET https://www.example.com:443/robots.txt HTTP/1.1" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:x',
      timestamp: '2023-04-26T12:23:00.186Z',
      severityNumber: 13,
      attributes: {
        client_ip: '192.0.2.11',
        method: 'GET',
        status: 404,
        bytes: 57,
        user_agent: 'curl/7.46.0',
      },
    },
    {
      line: 'h2 2023-04-26T12:23:00.186641Z app/lb/490d68ed [2001:db8::1]:44740 - -1 -1 -1 502 - 34 366 "- - - " "-" - - arn:aws:tg "Root=1-58337262-36d2" "www.example.com" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "192.0.2.1:80" "200" "-" "-"',
      timestamp: '2023-04-26T12:23:00.186Z',
      severityNumber: 17,
      traceId: 'Root=1-58337262-36d2',
      attributes: {
        client_ip: '[2001:db8::1]',
        status: 502,
        target_group_arn: 'arn:aws:tg',
        domain_name: 'www.example.com',
        request_creation_time: '2018-07-02T22:22:48.364000Z',
        actions_executed: 'forward',
        extra: '"192.0.2.1:80" "200" "-" "-"',
      },
    },
  ],
};
