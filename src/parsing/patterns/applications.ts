import { ISO_TIME, LEVEL, type TextPattern } from './text-pattern.js';

/** What applications write with log4j, logback, Python's logging and their like: time, level, message, in some order. */
export const APPLICATION_PATTERNS: readonly TextPattern[] = [
  {
    name: 'spring_boot',
    expression: new RegExp(
      String.raw`^(${ISO_TIME}) +(${LEVEL}) (\d+) --- (?:\[([^\]]{0,200})\] )?\[([^\]]{0,200})\] (\S+) *: (.*)$`,
      's',
    ),
    fields: [
      'timestamp',
      'severity',
      { number: 'pid' },
      { attribute: 'application' },
      { attribute: 'thread' },
      'service',
      'body',
    ],
    timestamp: 'iso',
    severity: 'words',
    multiline: true,
    samples: [
      {
        line: '2024-03-01T10:00:01.234Z  INFO 4711 --- [           main] c.e.demo.DemoApplication                 : Started',
        timestamp: '2024-03-01T10:00:01.234Z',
        severityNumber: 9,
        severityText: 'INFO',
        service: 'c.e.demo.DemoApplication',
        body: 'Started',
        attributes: { pid: 4711, thread: '           main' },
      },
    ],
  },
  {
    name: 'logback',
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
    ],
  },
  {
    name: 'log4j',
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
    ],
  },
  {
    name: 'kafka',
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
    ],
  },
  {
    name: 'python',
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
    ],
  },
  {
    name: 'hadoop',
    expression: new RegExp(String.raw`^(\d{6} \d{6}) (\d+) (${LEVEL}) ([A-Za-z_][\w.$-]*): (.*)$`, 's'),
    fields: ['timestamp', { number: 'thread' }, 'severity', 'service', 'body'],
    timestamp: 'yymmdd',
    severity: 'words',
    multiline: true,
    samples: [
      {
        line: '081109 203615 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1 for block blk_38865049064139660 terminating',
        timestamp: '2008-11-09T20:36:15.000Z',
        severityNumber: 9,
        severityText: 'INFO',
        service: 'dfs.DataNode$PacketResponder',
        body: 'PacketResponder 1 for block blk_38865049064139660 terminating',
        attributes: { thread: 148 },
      },
    ],
  },
  {
    name: 'timestamp_level',
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
  },
];
