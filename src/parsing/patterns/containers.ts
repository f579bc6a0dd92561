import { TIME_OF_DAY, type TextPattern } from './text-pattern.js';

/** Container runtimes and the programs of Kubernetes. */
export const CONTAINER_PATTERNS: readonly TextPattern[] = [
  {
    name: 'cri',
    expression: new RegExp(
      String.raw`^(\d{4}-\d{2}-\d{2}T${TIME_OF_DAY}\.\d{1,9}(?:Z|[+-]\d{2}:\d{2})) (stdout|stderr) ([FP](?::[^ ]*)?) (.*)$`,
      's',
    ),
    fields: ['timestamp', { attribute: 'stream' }, { attribute: 'tag' }, 'body'],
    timestamp: 'iso',
    severity: 'words',
    multiline: false,
    samples: [
      {
        line: '2016-10-06T00:17:09.669794202Z stdout F log content',
        timestamp: '2016-10-06T00:17:09.669Z',
        body: 'log content',
        attributes: { stream: 'stdout', tag: 'F' },
      },
    ],
  },
  {
    name: 'klog',
    expression: new RegExp(
      String.raw`^([IWEFD])(\d{4} ${TIME_OF_DAY}\.\d{1,9}) +(\d+) ([^\s:\]]+):(\d+)\] ?(.*)$`,
      's',
    ),
    fields: [
      'severity',
      'timestamp',
      { number: 'thread' },
      { attribute: 'file' },
      { number: 'line' },
      'body',
    ],
    timestamp: 'klog',
    severity: 'letters',
    multiline: true,
    samples: [
      {
        line: 'E0517 15:04:22.619632 1952452992 logging_unittest.cc:253] Log every 3, iteration 19',
        timestamp: '2026-05-17T15:04:22.619Z',
        severityNumber: 17,
        severityText: 'E',
        body: 'Log every 3, iteration 19',
        attributes: { thread: 1952452992, file: 'logging_unittest.cc', line: 253 },
      },
    ],
  },
];
