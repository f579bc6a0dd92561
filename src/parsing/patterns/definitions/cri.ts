import { TIME_OF_DAY, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'cri',
  family: 'container',
  expression: new RegExp(
    String.raw`^(\d{4}-\d{2}-\d{2}T${TIME_OF_DAY}\.\d{1,9}(?:Z|[+-]\d{2}:\d{2})) (stdout|stderr) ([FP](?::[^ ]*)?) (.*)$`,
    's',
  ),
  fields: ['timestamp', { attribute: 'stream' }, { attribute: 'tag' }, 'body'],
  timestamp: 'iso',
  severity: 'words',
  multiline: false,
  samples: [
    {
      line: '2016-10-06T00:17:09.669794202Z stdout F log content',
      timestamp: '2016-10-06T00:17:09.669Z',
      body: 'log content',
      attributes: { stream: 'stdout', tag: 'F' },
    },
    {
      line: '2024-02-29T12:00:00.5+02:00 stderr P the beginning of a long line',
      timestamp: '2024-02-29T10:00:00.500Z',
      body: 'the beginning of a long line',
      attributes: { stream: 'stderr', tag: 'P' },
    },
  ],
};
