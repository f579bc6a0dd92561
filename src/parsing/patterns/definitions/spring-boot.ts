import { ISO_TIME, LEVEL, type TextPattern } from '../text-pattern.js';

export const pattern: TextPattern = {
  name: 'spring_boot',
  family: 'application',
  expression: new RegExp(
    String.raw`^(${ISO_TIME}) +(${LEVEL}) (\d+) --- (?:\[([^\]]{0,200})\] )?\[([^\]]{0,200})\] (\S+) *: (.*)$`,
    's',
  ),
  fields: [
    'timestamp',
    'severity',
    { number: 'pid' },
    { attribute: 'application' },
    { attribute: 'thread' },
    'service',
    'body',
  ],
  timestamp: 'iso',
  severity: 'words',
  multiline: true,
  samples: [
    {
      line: '2024-03-01T10:00:01.234Z  INFO 4711 --- [           main] c.e.demo.DemoApplication                 : Started',
      timestamp: '2024-03-01T10:00:01.234Z',
      severityNumber: 9,
      severityText: 'INFO',
      service: 'c.e.demo.DemoApplication',
      body: 'Started',
      attributes: { pid: 4711, thread: '           main' },
    },
    {
      line: '2024-03-01 10:00:01.234 ERROR 1 --- [shop] [nio-8080-exec-1] o.a.c.c.C.[.[.[/] : Servlet.service() threw',
      timestamp: '2024-03-01T10:00:01.234Z',
      severityNumber: 17,
      severityText: 'ERROR',
      service: 'o.a.c.c.C.[.[.[/]',
      body: 'Servlet.service() threw',
      attributes: { pid: 1, application: 'shop', thread: 'nio-8080-exec-1' },
    },
  ],
};
