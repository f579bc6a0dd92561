import { TIME_OF_DAY, type TextPattern } from './text-pattern.js';

/** Web servers' error logs. */
export const WEB_SERVER_ERROR_PATTERNS: readonly TextPattern[] = [
  {
    name: 'nginx_error',
    expression: new RegExp(
      String.raw`^(\d{4}\/\d{2}\/\d{2} ${TIME_OF_DAY}) \[([a-z]+)\] (\d+)#(\d+): (?:\*(\d+) )?(.*)$`,
      's',
    ),
    fields: ['timestamp', 'severity', { number: 'pid' }, { number: 'tid' }, { number: 'connection' }, 'body'],
    timestamp: 'slashed',
    severity: 'words',
    multiline: true,
    samples: [
      {
        line: '2024/03/01 10:00:01 [error] 123#45: *67 open() "/srv/x" failed (2: No such file or directory)',
        timestamp: '2024-03-01T10:00:01.000Z',
        severityNumber: 17,
        severityText: 'error',
        body: 'open() "/srv/x" failed (2: No such file or directory)',
        attributes: { pid: 123, tid: 45, connection: 67 },
      },
    ],
  },
  {
    name: 'apache_error',
    expression: new RegExp(
      String.raw`^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d ${TIME_OF_DAY}(?:\.\d{1,6})? \d{4})\] \[(?:([a-z_]*):)?([a-z]+)\d?\] (?:\[pid (\d+)(?::tid (\d+))?\] )?(?:\[client ([^\]]+)\] )?(.*)$`,
      's',
    ),
    fields: [
      'timestamp',
      { attribute: 'module' },
      'severity',
      { number: 'pid' },
      { number: 'tid' },
      { attribute: 'client' },
      'body',
    ],
    timestamp: 'ctime',
    severity: 'words',
    multiline: true,
    samples: [
      {
        line: '[Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 35708:tid 4328636416] [client 192.0.2.1] File does not exist: /usr/local/favicon.ico',
        timestamp: '2011-09-09T10:42:29.902Z',
        severityNumber: 17,
        severityText: 'error',
        body: 'File does not exist: /usr/local/favicon.ico',
        attributes: { module: 'core', pid: 35708, tid: 4328636416, client: '192.0.2.1' },
      },
      {
        line: '[Wed Oct 11 14:32:52 2000] [notice] resuming normal operations',
        timestamp: '2000-10-11T14:32:52.000Z',
        severityNumber: 10,
        severityText: 'notice',
        body: 'resuming normal operations',
      },
    ],
  },
];
