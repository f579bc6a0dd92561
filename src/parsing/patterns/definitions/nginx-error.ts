import { TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'nginx_error',
  family: 'web_server_error',
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
    {
      line: '2024/02/29 23:59:59 [emerg] 1#1: bind() to 0.0.0.0:80 failed (98: Address already in use)',
      timestamp: '2024-02-29T23:59:59.000Z',
      severityNumber: 21,
      severityText: 'emerg',
      body: 'bind() to 0.0.0.0:80 failed (98: Address already in use)',
      attributes: { pid: 1, tid: 1 },
    },
  ],
};
