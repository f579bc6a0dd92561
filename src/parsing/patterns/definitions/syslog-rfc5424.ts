import { ISO_TIME, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'syslog_rfc5424',
  family: 'syslog',
  expression: new RegExp(
    String.raw`^<(\d{1,3})>1 (${ISO_TIME}|-) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (-|\[[^\]\\]*(?:\\.[^\]\\]*|\]\[[^\]\\]*)*\])(?: (.*))?$`,
    's',
  ),
  fields: [
    'severity',
    'timestamp',
    'host',
    'service',
    { attribute: 'procid' },
    { attribute: 'msgid' },
    { attribute: 'structured_data' },
    'body',
  ],
  timestamp: 'iso',
  severity: 'syslog',
  multiline: true,
  samples: [
    {
      line: '<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 [ex@32473 iut="3"][b@1 c="d"] su root failed',
      timestamp: '2003-10-11T22:14:15.003Z',
      severityNumber: 18,
      host: 'mymachine.example.com',
      service: 'su',
      body: 'su root failed',
      attributes: { priority: 34, msgid: 'ID47', structured_data: '[ex@32473 iut="3"][b@1 c="d"]' },
    },
    {
      line: '<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It is time to make the do-nuts.',
      timestamp: '2003-08-24T12:14:15.000Z',
      severityNumber: 10,
      host: '192.0.2.1',
      service: 'myproc',
      body: '%% It is time to make the do-nuts.',
      attributes: { priority: 165, procid: '8710' },
    },
  ],
};
