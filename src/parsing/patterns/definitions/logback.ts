import { ISO_TIME, LEVEL, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'logback',
  family: 'application',
  expression: new RegExp(
    String.raw`^(${ISO_TIME}) \[([^\]]{1,200})\] +(${LEVEL}) +([A-Za-z_][\w.$-]*) +[-:] (.*)$`,
    's',
  ),
  fields: ['timestamp', { attribute: 'thread' }, 'severity', 'service', 'body'],
  timestamp: 'iso',
  severity: 'words',
  multiline: true,
  samples: [
    {
      line: '2024-03-01 10:00:01,234 [main] WARN  com.example.Demo - low on disk',
      timestamp: '2024-03-01T10:00:01.234Z',
      severityNumber: 13,
      severityText: 'WARN',
      service: 'com.example.Demo',
      body: 'low on disk',
      attributes: { thread: 'main' },
    },
    {
      line: '2024-03-01T10:00:01.234+01:00 [pool-1-thread-2] TRACE c.e.Demo$Inner : in',
      timestamp: '2024-03-01T09:00:01.234Z',
      severityNumber: 1,
      severityText: 'TRACE',
      service: 'c.e.Demo$Inner',
      body: 'in',
      attributes: { thread: 'pool-1-thread-2' },
    },
  ],
};
