import { LEVEL, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'hadoop',
  family: 'application',
  expression: new RegExp(String.raw`^(\d{6} \d{6}) (\d+) (${LEVEL}) ([A-Za-z_][\w.$-]*): (.*)$`, 's'),
  fields: ['timestamp', { number: 'thread' }, 'severity', 'service', 'body'],
  timestamp: 'yymmdd',
  severity: 'words',
  multiline: true,
  samples: [
    {
      line: '081109 203615 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1 for block blk_38865049064139660 terminating',
      timestamp: '2008-11-09T20:36:15.000Z',
      severityNumber: 9,
      severityText: 'INFO',
      service: 'dfs.DataNode$PacketResponder',
      body: 'PacketResponder 1 for block blk_38865049064139660 terminating',
      attributes: { thread: 148 },
    },
    {
      line: '081111 000000 9 WARN dfs.FSNamesystem: low on space',
      timestamp: '2008-11-11T00:00:00.000Z',
      severityNumber: 13,
      severityText: 'WARN',
      service: 'dfs.FSNamesystem',
      body: 'low on space',
      attributes: { thread: 9 },
    },
  ],
};
