import { ISO_TIME, TIME_OF_DAY, type TextPattern } from './text-pattern.js';

const POSTGRES_LEVEL =
  'DEBUG[1-5]?|INFO|NOTICE|WARNING|ERROR|LOG|FATAL|PANIC|STATEMENT|DETAIL|HINT|CONTEXT|QUERY|LOCATION';

/** Databases' own logs. */
export const DATABASE_PATTERNS: readonly TextPattern[] = [
  {
    name: 'postgres',
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
    ],
  },
  {
    name: 'redis',
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
    ],
  },
  {
    name: 'mongodb',
    expression: new RegExp(
      String.raw`^(${ISO_TIME}) ([DIWEF])[1-5]? ([A-Z_-]+) +(?:\[([^\]]{1,128})\] )?(.*)$`,
      's',
    ),
    fields: ['timestamp', 'severity', { attribute: 'component' }, { attribute: 'context' }, 'body'],
    timestamp: 'iso',
    severity: 'letters',
    multiline: true,
    samples: [
      {
        line: '2017-10-10T16:46:52.602+0530 I CONTROL  [initandlisten] db version v3.4.9',
        timestamp: '2017-10-10T11:16:52.602Z',
        severityNumber: 9,
        severityText: 'I',
        body: 'db version v3.4.9',
        attributes: { component: 'CONTROL', context: 'initandlisten' },
      },
    ],
  },
  {
    name: 'mongodb_before_3',
    expression: new RegExp(
      String.raw`^((?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d ${TIME_OF_DAY}(?:\.\d{3})?)|(?:\d{4}-\d{2}-\d{2}T${TIME_OF_DAY}\.\d{3}[+-]\d{4})) \[([A-Za-z][A-Za-z0-9 :._-]{0,127})\] (.*)$`,
      's',
    ),
    fields: ['timestamp', { attribute: 'context' }, 'body'],
    timestamp: 'auto',
    severity: 'words',
    multiline: true,
    samples: [
      {
        line: 'Mon Dec 30 00:13:01.661 [initandlisten] connection accepted from 192.0.2.1:44287 #247955',
        timestamp: '2025-12-30T00:13:01.661Z',
        body: 'connection accepted from 192.0.2.1:44287 #247955',
        attributes: { context: 'initandlisten' },
      },
    ],
  },
];
