import { type PatternField, TIME_OF_DAY } from './text-pattern.js';

/** What syslog puts before a line of HAProxy, where it came that way; the line has a better time of its own. */
const SYSLOG_HEAD = String.raw`(?:(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]?\d ${TIME_OF_DAY}|\d{4}-\d{2}-\d{2}T\S{8,32}) (\S{1,255}) ([^\s:[\]]{1,64})\[(\d+)\]: )?`;

/** `client:port [time] frontend`: how a line about a connection begins. */
export const HAPROXY_HEAD = String.raw`${SYSLOG_HEAD}([0-9A-Fa-f.:]+):(\d+) \[(\d{2}\/[A-Z][a-z]{2}\/\d{4}:${TIME_OF_DAY}\.\d{3})\] `;

/** `frontend backend/server timers`: which way it was sent. */
export const HAPROXY_ROUTE = String.raw`(\S+) ([^\s/]+)\/(\S+) ([\d/+-]+)`;

/** Fields of `HAPROXY_ROUTE`. */
export const HAPROXY_ROUTE_FIELDS: readonly PatternField[] = [
  { attribute: 'frontend' },
  { attribute: 'backend' },
  { attribute: 'server' },
  { attribute: 'timers' },
];

/** Fields of `HAPROXY_HEAD`. */
export const HAPROXY_HEAD_FIELDS: readonly PatternField[] = [
  { number: 'priority' },
  { attribute: 'logged_at' },
  'host',
  'service',
  { number: 'pid' },
  { attribute: 'client_ip' },
  { number: 'client_port' },
  'timestamp',
];
