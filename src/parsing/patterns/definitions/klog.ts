import { TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'klog',
  family: 'container',
  expression: new RegExp(
    String.raw`^([IWEFD])(\d{4} ${TIME_OF_DAY}\.\d{1,9}) +(\d+) ([^\s:\]]+):(\d+)\] ?(.*)$`,
    's',
  ),
  fields: ['severity', 'timestamp', { number: 'thread' }, { attribute: 'file' }, { number: 'line' }, 'body'],
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
    {
      line: 'I1231 23:59:59.000001       1 controller.go:42] "Reconciled" pod="a/b"',
      timestamp: '2025-12-31T23:59:59.000Z',
      severityNumber: 9,
      severityText: 'I',
      body: '"Reconciled" pod="a/b"',
      attributes: { thread: 1, file: 'controller.go', line: 42 },
    },
  ],
};
