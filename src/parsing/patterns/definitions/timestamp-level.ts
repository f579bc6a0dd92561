import { ISO_TIME, LEVEL, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'timestamp_level',
  family: 'application',
  expression: new RegExp(String.raw`^(${ISO_TIME})[ :|\]-]{1,5}\[?(${LEVEL})\]?[ :|-]{1,10}(\S.*)?$`, 's'),
  fields: ['timestamp', 'severity', 'body'],
  timestamp: 'iso',
  severity: 'words',
  multiline: true,
  samples: [
    {
      line: '2012-07-02 10:22:40,672:DEBUG:foo bar baz',
      timestamp: '2012-07-02T10:22:40.672Z',
      severityNumber: 5,
      severityText: 'DEBUG',
      body: 'foo bar baz',
    },
    {
      line: '2024-03-01T10:00:01Z [error] it broke',
      timestamp: '2024-03-01T10:00:01.000Z',
      severityNumber: 17,
      severityText: 'error',
      body: 'it broke',
    },
  ],
};
