import type { TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'linux_audit',
  family: 'key_value',
  expression: /^type=([A-Z_0-9]+(?:\[\d+\])?) msg=audit\((\d{10}(?:\.\d{1,3})?):(\d+)\): ?(.*)$/s,
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
    {
      line: 'type=UNKNOWN[1323] msg=audit(1389164020.991:2159): fd=6 flags=0x802',
      timestamp: '2014-01-08T06:53:40.991Z',
      body: 'fd=6 flags=0x802',
      attributes: { type: 'UNKNOWN[1323]', serial: 2159 },
    },
  ],
};
