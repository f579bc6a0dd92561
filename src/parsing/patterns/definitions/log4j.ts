import { ISO_TIME, LEVEL, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'log4j',
  family: 'application',
  expression: new RegExp(
    String.raw`^(${ISO_TIME}) +(${LEVEL}) +\[([^\]]{1,200})\] +([A-Za-z_][\w.$-]*)(?: *[-:] |: )(.*)$`,
    's',
  ),
  fields: ['timestamp', 'severity', { attribute: 'thread' }, 'service', 'body'],
  timestamp: 'iso',
  severity: 'words',
  multiline: true,
  samples: [
    {
      line: '2025-01-24T07:00:30,139 INFO [background-preinit       ] Version                  : HV000001: Hibernate',
      timestamp: '2025-01-24T07:00:30.139Z',
      severityNumber: 9,
      severityText: 'INFO',
      service: 'Version',
      body: 'HV000001: Hibernate',
      attributes: { thread: 'background-preinit       ' },
    },
    {
      line: '2024-03-01 10:00:01.5 ERROR [http-nio-8080-exec-1] com.example.Api - boom',
      timestamp: '2024-03-01T10:00:01.500Z',
      severityNumber: 17,
      severityText: 'ERROR',
      service: 'com.example.Api',
      body: 'boom',
      attributes: { thread: 'http-nio-8080-exec-1' },
    },
  ],
};
