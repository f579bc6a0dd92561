import { ISO_TIME, TIME_OF_DAY, type TextPattern } from './text-pattern.js';

const TAG = String.raw`([^\s:[\]<>]{1,64})(?:\[([^\]\s]{1,32})\])?`;

/** Syslog as it travels (RFC 5424, RFC 3164) and as rsyslog and others write it to files. */
export const SYSLOG_PATTERNS: readonly TextPattern[] = [
  {
    name: 'syslog_rfc5424',
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
    ],
  },
  {
    name: 'syslog_rfc3164',
    expression: new RegExp(
      String.raw`^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]?\d (?:\d{4} )?${TIME_OF_DAY}(?:\.\d{1,6})?) ([^\s:]{1,255}) ${TAG}: ?(.*)$`,
      's',
    ),
    fields: ['severity', 'timestamp', 'host', 'service', { attribute: 'pid' }, 'body'],
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
    ],
  },
  {
    name: 'syslog_rsyslog',
    expression: new RegExp(
      String.raw`^(?:<(\d{1,3})>)?(\d{4}-\d{2}-\d{2}T${TIME_OF_DAY}\.\d{1,9}(?:Z|[+-]\d{2}:\d{2})) ([A-Za-z0-9][A-Za-z0-9._-]{0,254}) ([A-Za-z][^\s:[\]<>]{0,63})(?:\[([^\]\s]{1,32})\])?: ?(.*)$`,
      's',
    ),
    fields: ['severity', 'timestamp', 'host', 'service', { attribute: 'pid' }, 'body'],
    timestamp: 'iso',
    severity: 'syslog',
    multiline: true,
    samples: [
      {
        line: '2020-05-31T00:00:45.738158+00:00 localhost systemd[1]: Reloaded System Logging Service.',
        timestamp: '2020-05-31T00:00:45.738Z',
        host: 'localhost',
        service: 'systemd',
        body: 'Reloaded System Logging Service.',
        attributes: { pid: '1' },
      },
    ],
  },
];
