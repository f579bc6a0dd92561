import { TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'mongodb_before_3',
  family: 'database',
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
    {
      line: '2014-06-02T14:26:48.300-0400 [conn1] end connection 192.0.2.1:57313',
      timestamp: '2014-06-02T18:26:48.300Z',
      body: 'end connection 192.0.2.1:57313',
      attributes: { context: 'conn1' },
    },
  ],
};
