import type { TextPattern } from './text-pattern.js';

const KEY = String.raw`[A-Za-z_@][\w.@\/-]{0,127}`;
const VALUE = String.raw`(?:"[^"\\]*(?:\\.[^"\\]*)*"|[^\s"]*)`;

/** Lines of `key=value` pairs. */
export const KEY_VALUE_PATTERNS: readonly TextPattern[] = [
  {
    name: 'linux_audit',
    expression: /^type=([A-Z_0-9]+) msg=audit\((\d{10}(?:\.\d{1,3})?):(\d+)\): ?(.*)$/s,
    fields: [{ attribute: 'type' }, 'timestamp', { number: 'serial' }, 'body'],
    timestamp: 'epoch',
    severity: 'words',
    multiline: false,
    samples: [
      {
        line: 'type=LOGIN msg=audit(1337845201.174:94983): pid=25443 uid=0 old auid=4294967295',
        timestamp: '2012-05-24T07:40:01.174Z',
        body: 'pid=25443 uid=0 old auid=4294967295',
        attributes: { type: 'LOGIN', serial: 94983 },
      },
    ],
  },
  {
    name: 'logfmt',
    expression: new RegExp(String.raw`^(${KEY}=${VALUE}(?: +${KEY}=${VALUE})+)\s*$`, 's'),
    fields: ['pairs'],
    timestamp: 'auto',
    severity: 'words',
    multiline: false,
    samples: [
      {
        line: 'time="2021-09-15T21:17:11.674149Z" level=warning msg="Failed to \\"delete\\"" pod=a-1 n=3',
        timestamp: '2021-09-15T21:17:11.674Z',
        severityNumber: 13,
        severityText: 'warning',
        body: 'Failed to "delete"',
        attributes: { pod: 'a-1', n: 3 },
      },
    ],
  },
];
