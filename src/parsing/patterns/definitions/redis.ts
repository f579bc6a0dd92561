import { TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'redis',
  family: 'database',
  expression: new RegExp(
    String.raw`^(?:\[)?(\d+)(?::([A-Z]))?(?:\])? (\d{2} [A-Z][a-z]{2} (?:\d{4} )?${TIME_OF_DAY}\.\d{3}) ([.*#-]) (.*)$`,
    's',
  ),
  fields: [{ number: 'pid' }, { attribute: 'role' }, 'timestamp', 'severity', 'body'],
  timestamp: 'day_month_year',
  severity: 'redis',
  multiline: true,
  samples: [
    {
      line: '1:M 06 Jun 2016 18:43:28.123 # Server initialized',
      timestamp: '2016-06-06T18:43:28.123Z',
      severityNumber: 13,
      severityText: '#',
      body: 'Server initialized',
      attributes: { pid: 1, role: 'M' },
    },
    {
      line: '[4018] 14 Nov 07:01:22.119 * Background saving terminated with success',
      timestamp: '2026-11-14T07:01:22.119Z',
      severityNumber: 10,
      severityText: '*',
      body: 'Background saving terminated with success',
      attributes: { pid: 4018 },
    },
    {
      line: '7:S 29 Feb 2024 12:00:00.000 . DB 0: 1 keys',
      timestamp: '2024-02-29T12:00:00.000Z',
      severityNumber: 5,
      severityText: '.',
      body: 'DB 0: 1 keys',
      attributes: { pid: 7, role: 'S' },
    },
    {
      line: '12:C 29 Feb 2024 12:00:00.000 - Accepted 127.0.0.1:1',
      timestamp: '2024-02-29T12:00:00.000Z',
      severityNumber: 9,
      severityText: '-',
      body: 'Accepted 127.0.0.1:1',
      attributes: { pid: 12, role: 'C' },
    },
  ],
};
