import { TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

const POSTGRES_LEVEL =
  'DEBUG[1-5]?|INFO|NOTICE|WARNING|ERROR|LOG|FATAL|PANIC|STATEMENT|DETAIL|HINT|CONTEXT|QUERY|LOCATION';

export const pattern: TextPattern = {
  name: 'postgres',
  family: 'database',
  // The prefix between time and level is the administrator's; what it holds is kept as one attribute.
  expression: new RegExp(
    String.raw`^(\d{4}-\d{2}-\d{2} ${TIME_OF_DAY}(?:\.\d{1,6})? (?:[A-Z]{1,5}|[+-]\d{2,4}))(?:(?![ :](?:${POSTGRES_LEVEL}): )[ :]((?:(?![ :](?:${POSTGRES_LEVEL}): ).){1,1000}))?[ :](${POSTGRES_LEVEL}): +(.*)$`,
    's',
  ),
  fields: ['timestamp', { attribute: 'prefix' }, 'severity', 'body'],
  timestamp: 'iso_any_zone',
  severity: 'postgres',
  multiline: true,
  samples: [
    {
      line: '2021-09-28 09:22:18.536 UTC [147] 192.0.2.4 app@postgres FATAL:  password authentication failed for user "app"',
      timestamp: '2021-09-28T09:22:18.536Z',
      severityNumber: 21,
      severityText: 'FATAL',
      body: 'password authentication failed for user "app"',
      attributes: { prefix: '[147] 192.0.2.4 app@postgres' },
    },
    {
      line: '2025-01-21 18:32:48.288 CET LOG:  database system is ready',
      timestamp: '2025-01-21T17:32:48.288Z',
      severityNumber: 9,
      severityText: 'LOG',
      body: 'database system is ready',
    },
    {
      line: '2021-03-30 05:00:00 +02:user@db:[12]:STATEMENT:  select 1',
      timestamp: '2021-03-30T03:00:00.000Z',
      severityNumber: 9,
      severityText: 'STATEMENT',
      body: 'select 1',
      attributes: { prefix: 'user@db:[12]' },
    },
  ],
};
