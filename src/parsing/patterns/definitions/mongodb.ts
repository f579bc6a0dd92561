import { ISO_TIME, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'mongodb',
  family: 'database',
  expression: new RegExp(
    String.raw`^(${ISO_TIME}) ([DIWEF][1-5]?) ([A-Z_-]+) +(?:\[([^\]]{1,128})\] )?(.*)$`,
    's',
  ),
  fields: ['timestamp', 'severity', { attribute: 'component' }, { attribute: 'context' }, 'body'],
  timestamp: 'iso',
  severity: 'letters',
  multiline: true,
  samples: [
    {
      line: '2017-10-10T16:46:52.602+0530 I CONTROL  [initandlisten] db version v3.4.9',
      timestamp: '2017-10-10T11:16:52.602Z',
      severityNumber: 9,
      severityText: 'I',
      body: 'db version v3.4.9',
      attributes: { component: 'CONTROL', context: 'initandlisten' },
    },
    {
      line: '2024-02-29T12:00:00.000Z D2 COMMAND  [conn7] command admin.$cmd',
      timestamp: '2024-02-29T12:00:00.000Z',
      severityNumber: 5,
      severityText: 'D2',
      body: 'command admin.$cmd',
      attributes: { component: 'COMMAND', context: 'conn7' },
    },
    {
      line: '2024-02-29T12:00:00.000+0000 F -        [main] Fatal assertion 28558',
      timestamp: '2024-02-29T12:00:00.000Z',
      severityNumber: 21,
      severityText: 'F',
      body: 'Fatal assertion 28558',
      attributes: { context: 'main' },
    },
  ],
};
