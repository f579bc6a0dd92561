import { beforeAll, describe, expect, it } from '@jest/globals';
import { TimestampReader } from '../fields/timestamp-reader.js';
import type { RequestedFormat } from '../parse-request.js';
import { type PatternCatalogue, patternCatalogue } from '../patterns/catalogue.js';
import { type Detection, detectFormat } from './detect-format.js';

const timestamps = new TimestampReader('UTC', Date.parse('2026-06-01T00:00:00Z'));
let catalogue: PatternCatalogue;

beforeAll(async () => {
  catalogue = await patternCatalogue();
});

function detect(text: string, requested: RequestedFormat = 'auto'): Detection {
  const lines = text.split('\n').filter((line, i, all) => line !== '' || i < all.length - 1);
  return detectFormat(requested, { lines, head: lines.join('\n') }, timestamps, catalogue);
}

/** Whether there is a header, where the file is CSV. */
function headerOf(detection: Detection): boolean | null {
  return detection.format === 'csv' ? detection.dialect.hasHeader : null;
}

describe('auto tells text from CSV', () => {
  it.each([
    'worker started, pid 100\nworker stopped, pid 101',
    'Starting backup | job 1\nDone | ok',
    'GET /a;b\nGET /c;d',
    'Mon Feb 21 17:44:19 2011 conn opened, ok\n'.repeat(3),
    '2024-03-01 10:00:01 a=1, b=2, c=3, d=4, e=5\n'.repeat(2),
    '2024-01-01 10:00:00,123 INFO [a, b] c, d\n'.repeat(2),
    '2024-01-01 10:00:00,123 one, two, three\n'.repeat(2),
    'Started, app\nStopped, app',
    'event, done\nother, stuff',
    'one, two, three\nfour, five, six',
    'name,n\na,1',
  ])('text: %j', (text) => {
    expect(detect(text).format).toBe('text');
  });

  it.each([
    ['time,level,message\n2024-03-01T10:00:01Z,INFO,hello', true],
    ['time|level|message\n2024-03-01T10:00:01Z|INFO|hello', true],
    ['date,time,level,message\n2024-03-01,10:00:01,INFO,a', true],
    ['level;message\nINFO;a', true],
    ['ts,value\n2024-03-01T10:00:01Z,1', true],
    ['host\tbytes\tstate\na\t1\tup\nb\t2\tdown', true],
    ['2024-03-01 10:00:01,INFO,svc,hello world\n2024-03-01 10:00:02,INFO,svc,bye', false],
    ['2024-03-01,10:00:01,INFO,svc\n2024-03-01,10:00:02,INFO,svc', false],
    ['"a, b","c"\n"d","e"', false],
    ['red,green,blue\ncyan,magenta,yellow', false],
  ])('CSV: %j, header %p', (text, header) => {
    expect(headerOf(detect(text))).toBe(header);
  });

  it('believes no header on its spelling alone where CSV was asked for', () => {
    expect(headerOf(detect('worker started,ok\nworker stopped,bad', 'csv'))).toBe(false);
    expect(headerOf(detect('message,app\nb,app', 'csv'))).toBe(true);
    expect(headerOf(detect('name,n\na,1\nb,2', 'csv'))).toBe(true);
    expect(headerOf(detect('name,n', 'csv'))).toBe(false);
  });
});

it.each(['ndjson', 'csv', 'text', 'auto'] as const)(
  'is not sure of anything in an empty file: %s',
  (format) => {
    expect(detect('', format).confidence).toBe(0);
  },
);

describe('auto tells a batch of records from lines', () => {
  it.each([
    ['{"Records":[{"a":1}]}', 'json'],
    ['{"Records":[{"a":1},\n{"a":2}]}', 'json'],
    ['{"Records":[{"a":1}],"next":"x"}\n', 'json'],
    ['{"Records":[{"a":1}]}\n{"Records":[{"a":2}]}\n', 'ndjson'],
    ['{"Records":[1]}', 'ndjson'],
    ['{"a":1}\n{"a":\n{"a":2} x\n{"a\n[1]', 'ndjson'],
    ['{\n"a":1\n}\n{\n"a":2\n}', 'json'],
  ])('%j is %s', (text, format) => {
    expect(detect(text).format).toBe(format);
  });
});

describe('auto takes no text for JSON because it begins like it', () => {
  const lines = '2024-03-01 10:00:00 INFO a\n2024-03-01 10:00:01 INFO b\n';

  it.each([
    [`[{requestId=1}] ${lines}`, 'text'],
    [`{"oops": not json at all\n${lines}`, 'text'],
    [`{"oops":\n${lines}`, 'text'],
    ['[{ "a":1}]', 'json'],
    ['[{\n', 'json'],
    ['[{}]', 'json'],
    ['{"a":\n{"b":1}}\n{"a":\n{"b":1}}', 'json'],
    ['{"a":{\n"b":1}', 'json'],
    ['\n{"a":{\n"b":1,\n"c" 2}}', 'json'],
  ])('%j is %s', (text, format) => {
    expect(detect(text).format).toBe(format);
  });
});
