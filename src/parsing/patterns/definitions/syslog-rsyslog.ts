import { TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'syslog_rsyslog',
  family: 'syslog',
  expression: new RegExp(
    String.raw`^(?:<(\d{1,3})>)?(\d{4}-\d{2}-\d{2}T${TIME_OF_DAY}\.\d{1,9}(?:Z|[+-]\d{2}:\d{2})) ([A-Za-z0-9][A-Za-z0-9._-]{0,254}) ([A-Za-z][^\s:[\]<>]{0,63})(?:\[([^\]\s]{1,32})\])?: ?(.*)$`,
    's',
  ),
  fields: ['severity', 'timestamp', 'host', 'service', { attribute: 'pid' }, 'body'],
  timestamp: 'iso',
  severity: 'syslog',
  multiline: true,
  samples: [
    {
      line: '2020-05-31T00:00:45.738158+00:00 localhost systemd[1]: Reloaded System Logging Service.',
      timestamp: '2020-05-31T00:00:45.738Z',
      host: 'localhost',
      service: 'systemd',
      body: 'Reloaded System Logging Service.',
      attributes: { pid: '1' },
    },
    {
      line: '<11>2024-02-29T12:00:00.1+02:00 web-1.example.com nginx: upstream timed out',
      timestamp: '2024-02-29T10:00:00.100Z',
      severityNumber: 17,
      host: 'web-1.example.com',
      service: 'nginx',
      body: 'upstream timed out',
      attributes: { priority: 11 },
    },
  ],
};
