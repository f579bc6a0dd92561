import { TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'apache_error',
  family: 'web_server_error',
  expression: new RegExp(
    String.raw`^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d ${TIME_OF_DAY}(?:\.\d{1,6})? \d{4})\] \[(?:([a-z_]*):)?([a-z]+\d?)\] (?:\[pid (\d+)(?::tid (\d+))?\] )?(?:\[client ([^\]]+)\] )?(.*)$`,
    's',
  ),
  fields: [
    'timestamp',
    { attribute: 'module' },
    'severity',
    { number: 'pid' },
    { number: 'tid' },
    { attribute: 'client' },
    'body',
  ],
  timestamp: 'ctime',
  severity: 'words',
  multiline: true,
  samples: [
    {
      line: '[Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 35708:tid 4328636416] [client 192.0.2.1] File does not exist: /usr/local/favicon.ico',
      timestamp: '2011-09-09T10:42:29.902Z',
      severityNumber: 17,
      severityText: 'error',
      body: 'File does not exist: /usr/local/favicon.ico',
      attributes: { module: 'core', pid: 35708, tid: 4328636416, client: '192.0.2.1' },
    },
    {
      line: '[Wed Oct 11 14:32:52 2000] [notice] resuming normal operations',
      timestamp: '2000-10-11T14:32:52.000Z',
      severityNumber: 10,
      severityText: 'notice',
      body: 'resuming normal operations',
    },
    {
      line: '[Thu Feb 29 12:00:00.000001 2024] [ssl:trace3] [pid 7] handshake done',
      timestamp: '2024-02-29T12:00:00.000Z',
      severityNumber: 1,
      severityText: 'trace3',
      body: 'handshake done',
      attributes: { module: 'ssl', pid: 7 },
    },
  ],
};
