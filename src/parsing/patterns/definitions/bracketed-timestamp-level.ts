import { ISO_TIME, LEVEL, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'bracketed_timestamp_level',
  family: 'application',
  expression: new RegExp(String.raw`^\[(${ISO_TIME})\] (${LEVEL}) (.*)$`, 's'),
  fields: ['timestamp', 'severity', 'body'],
  timestamp: 'iso',
  severity: 'words',
  multiline: true,
  samples: [
    {
      line: '[2016-12-19 18:02:24,261] INFO The cleaning for partition [test,4] is aborted (kafka.log.LogCleaner)',
      timestamp: '2016-12-19T18:02:24.261Z',
      severityNumber: 9,
      severityText: 'INFO',
      body: 'The cleaning for partition [test,4] is aborted (kafka.log.LogCleaner)',
    },
    {
      line: '[2024-02-29T12:00:00+0100] FATAL out of memory',
      timestamp: '2024-02-29T11:00:00.000Z',
      severityNumber: 21,
      severityText: 'FATAL',
      body: 'out of memory',
    },
  ],
};
