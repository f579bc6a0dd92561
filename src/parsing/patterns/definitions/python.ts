import { ISO_TIME, LEVEL, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'python',
  family: 'application',
  expression: new RegExp(String.raw`^(${ISO_TIME}) - ([A-Za-z_][\w.-]*) - (${LEVEL}) - (.*)$`, 's'),
  fields: ['timestamp', 'service', 'severity', 'body'],
  timestamp: 'iso',
  severity: 'words',
  multiline: true,
  samples: [
    {
      line: '2024-03-01 10:00:01,234 - app.views - CRITICAL - out of cheese',
      timestamp: '2024-03-01T10:00:01.234Z',
      severityNumber: 21,
      severityText: 'CRITICAL',
      service: 'app.views',
      body: 'out of cheese',
    },
    {
      line: '2024-03-01 10:00:01,234 - root - INFO - a - b',
      timestamp: '2024-03-01T10:00:01.234Z',
      severityNumber: 9,
      severityText: 'INFO',
      service: 'root',
      body: 'a - b',
    },
  ],
};
