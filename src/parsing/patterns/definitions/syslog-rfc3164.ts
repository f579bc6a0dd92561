import { SYSLOG_TAG, TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'syslog_rfc3164',
  family: 'syslog',
  expression: new RegExp(
    String.raw`^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]?\d (?:\d{4} )?${TIME_OF_DAY}(?:\.\d{1,6})?) ([^\s:]{1,255}) ${SYSLOG_TAG}(?: <([A-Za-z]{1,16})>)?: ?(.*)$`,
    's',
  ),
  fields: ['severity', 'timestamp', 'host', 'service', { attribute: 'pid' }, { attribute: 'level' }, 'body'],
  timestamp: 'syslog',
  severity: 'syslog',
  multiline: true,
  samples: [
    {
      line: 'Feb 12 14:10:21 sd-126005 sshd[16378]: Invalid user pascal from 192.0.2.6 port 53502',
      timestamp: '2026-02-12T14:10:21.000Z',
      host: 'sd-126005',
      service: 'sshd',
      body: 'Invalid user pascal from 192.0.2.6 port 53502',
      attributes: { pid: '16378' },
    },
    {
      line: "<34>Oct 11 22:14:15 mymachine su: 'su root' failed",
      timestamp: '2026-10-11T22:14:15.000Z',
      severityNumber: 18,
      host: 'mymachine',
      service: 'su',
      body: "'su root' failed",
      attributes: { priority: 34 },
    },
    {
      line: 'Mar 11 19:26:45 osx-machine sockerfilterfw[1985] <Info>: launchd Allow TCP LISTEN (in:0 out:2)',
      timestamp: '2026-03-11T19:26:45.000Z',
      host: 'osx-machine',
      service: 'sockerfilterfw',
      body: 'launchd Allow TCP LISTEN (in:0 out:2)',
      attributes: { pid: '1985', level: 'Info' },
    },
    {
      line: '<13>Feb  5 2024 17:32:18.123 192.0.2.99 app: two spaces before the day',
      timestamp: '2024-02-05T17:32:18.123Z',
      severityNumber: 10,
      host: '192.0.2.99',
      service: 'app',
      body: 'two spaces before the day',
      attributes: { priority: 13 },
    },
  ],
};
