import type { TextPattern } from '../text-pattern.js';

const KEY = String.raw`[A-Za-z_@][\w.@\/-]{0,127}`;
const VALUE = String.raw`(?:"[^"\\]*(?:\\.[^"\\]*)*"|[^\s"]*)`;

export const pattern: TextPattern = {
  name: 'logfmt',
  family: 'key_value',
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
    {
      line: 'ts=1534000000.5 lvl=dbug caller=main.go:1 msg= err="" ok=true service.name=api host=h1 trace_id=4bf92f',
      timestamp: '2018-08-11T15:06:40.500Z',
      severityText: 'dbug',
      body: '',
      service: 'api',
      host: 'h1',
      traceId: '4bf92f',
      attributes: { caller: 'main.go:1', err: '', ok: 'true' },
    },
  ],
};
