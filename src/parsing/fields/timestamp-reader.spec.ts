import { describe, expect, it } from '@jest/globals';
import { TimestampReader } from './timestamp-reader.js';

const CREATED = Date.parse('2026-01-10T00:00:00Z');

function read(text: string, timezone = 'UTC'): string | null {
  const micros = new TimestampReader(timezone, CREATED).parse(text);
  if (Number.isNaN(micros)) return null;
  return `${new Date(Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19)}.${String(micros % 1e6).padStart(6, '0')}`;
}

describe('timestamps', () => {
  it.each([
    ['2024-02-29T12:34:56Z', '2024-02-29T12:34:56.000000'],
    ['2024-02-29 12:34:56,789', '2024-02-29T12:34:56.789000'],
    ['2024-02-29T12:34:56.123456789+02:00', '2024-02-29T10:34:56.123456'],
    ['2024-02-29T12:34:56.1-0530', '2024-02-29T18:04:56.100000'],
    ['2024-02-29 12:34:56 +03', '2024-02-29T09:34:56.000000'],
    ['2024-02-29 12:34:56 CET', '2024-02-29T11:34:56.000000'],
    ['2024-02-29', '2024-02-29T00:00:00.000000'],
    ['17/May/2015:10:05:03 +0000', '2015-05-17T10:05:03.000000'],
    ['12/Mar/2021:06:56:28.088', '2021-03-12T06:56:28.088000'],
    ['Feb 12 14:10:21', '2026-02-12T14:10:21.000000'],
    ['Dec 31 23:59:59', '2025-12-31T23:59:59.000000'],
    ['Nov  2 2015 15:40:14', '2015-11-02T15:40:14.000000'],
    ['Mon Feb 21 17:44:19 2011', '2011-02-21T17:44:19.000000'],
    ['Fri Sep 09 10:42:29.902022 2011', '2011-09-09T10:42:29.902022'],
    ['2011/02/22 21:50:30', '2011-02-22T21:50:30.000000'],
    ['080401  0:08:01', '2008-04-01T00:08:01.000000'],
    ['060213 134501', '2006-02-13T13:45:01.000000'],
    ['06 Jun 2016 18:43:28.123', '2016-06-06T18:43:28.123000'],
    ['Tue, 01 Jul 2003 10:52:37 +0200', '2003-07-01T08:52:37.000000'],
    ['20120702.102240,672', '2012-07-02T10:22:40.672000'],
    ['1428634687', '2015-04-10T02:58:07.000000'],
    ['1693840791.7564995', '2023-09-04T15:19:51.756499'],
    ['1428634687123', '2015-04-10T02:58:07.123000'],
    ['20240301100001', '2024-03-01T10:00:01.000000'],
    ['1534000000123456', '2018-08-11T15:06:40.123456'],
    ['1534000000123456789', '2018-08-11T15:06:40.123456'],
    ['2024-03-01 10:00:01 PM', '2024-03-01T22:00:01.000000'],
    ['2024-03-01 12:00:01.5am', '2024-03-01T00:00:01.500000'],
    ['2024-03-01 12:00:01 PM CET', '2024-03-01T11:00:01.000000'],
    ['Thu Feb 29 12:34:56 UTC 2024', '2024-02-29T12:34:56.000000'],
    ['Thu Feb 29 01:34:56 PM CET 2024', '2024-02-29T12:34:56.000000'],
    ['Thu Feb 29 12:34:56 +0100 2024', '2024-02-29T11:34:56.000000'],
    ['Tue, 01 Jul 03 10:52:37 +0200', '2003-07-01T08:52:37.000000'],
    ['1 Jul 94 10:52:37 GMT', '1994-07-01T10:52:37.000000'],
    ['06 Jun 18:43:28.123', '2026-06-06T18:43:28.123000'],
    ['0517 15:04:22.6', '2026-05-17T15:04:22.600000'],
    ['081109 203615', '2008-11-09T20:36:15.000000'],
    ['Tue, 01 Jul 2003 10:52:37 +0200 (CEST)', '2003-07-01T08:52:37.000000'],
    ['Thu Feb 29 2024 12:34:56 GMT+0100 (Central European Standard Time)', '2024-02-29T11:34:56.000000'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000'],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('reads 14 digits that are a date in the zone of the job', () => {
    const reader = new TimestampReader('Europe/Berlin', CREATED);
    expect(reader.parse('20240301100001') / 1e6).toBe(Date.UTC(2024, 2, 1, 9, 0, 1) / 1000);
    expect(reader.assumedZone).toBe(true);
  });

  it.each([
    '2024-13-01T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2024-02-29T24:00:00Z',
    '2024-02-29T12:60:00Z',
    '2024-02-29T12:34:56.1234567890Z',
    '2024-02-29T12:34:56+19:00',
    '2024-02-29T12:34:56 and more 1',
    '31/Feb/2015:10:05:03 +0000',
    '2024-03-01 13:00:01 PM',
    '2024-03-01 00:00:01 AM',
    '2024-03-01 10:00:01 garbage',
    '2024-03-01 10:00:01 XYZ',
    '2024-03-01 10:00:01 UTC x',
    '2024-03-01 10:00:01 -05 degrees',
    'Feb 12 14:10:21 garbage',
    'Feb 12 14:10:21 garbage 2015',
    'Feb 30 14:10:21',
    '20241301100001',
    '20250229000000',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-01:00',
    'Foo 12 14:10:21',
    'Foo Feb 12 14:10:21 2011',
    '17/May?2015:10:05:03 +0000',
    '2024-02-29T12:34:56+02:',
    '2024-02-29T12:34:56+02:0',
    '',
    'x',
    '12345',
    '-1428634687',
  ])('finds no time in %p', (text) => {
    expect(read(text)).toBeNull();
  });

  it('reads times without a zone in the job’s zone, summer time included', () => {
    expect(read('2024-01-15 12:00:00', 'Europe/Berlin')).toBe('2024-01-15T11:00:00.000000');
    expect(read('2024-07-15 12:00:00', 'Europe/Berlin')).toBe('2024-07-15T10:00:00.000000');
    expect(read('2024-07-15 12:00:00Z', 'Europe/Berlin')).toBe('2024-07-15T12:00:00.000000');
    expect(read('2024-07-15 12:00:00', 'Asia/Kolkata')).toBe('2024-07-15T06:30:00.000000');
  });

  it('takes the first of two times and none for a time that summer time skips', () => {
    expect(read('2024-10-27 02:30:00', 'Europe/Berlin')).toBe('2024-10-27T00:30:00.000000');
    expect(read('2024-03-31 02:30:00', 'Europe/Berlin')).toBeNull();
    expect(read('2024-03-31 03:00:00', 'Europe/Berlin')).toBe('2024-03-31T01:00:00.000000');
  });

  it('says what it assumed', () => {
    const reader = new TimestampReader('UTC', CREATED);
    reader.parse('Feb 12 14:10:21');
    expect([reader.assumedZone, reader.assumedYear]).toEqual([true, true]);
    reader.parse('2024-02-29T12:34:56Z');
    expect([reader.assumedZone, reader.assumedYear]).toEqual([false, false]);
  });

  it('gives no time outside the years 1 to 9999 of UTC, at either end', () => {
    expect(read('0001-01-01T00:00:00', 'Europe/Berlin')).toBeNull();
    expect(read('0001-01-01T01:00:00', 'Europe/Berlin')).toBe('0001-01-01T00:06:32.000000');
    expect(read('9999-12-31T23:59:59', 'America/New_York')).toBeNull();
    const last = new TimestampReader('UTC', CREATED).parse('9999-12-31T23:59:59.999999Z');
    expect(new Date(last / 1000).toISOString()).toBe('9999-12-31T23:59:59.999Z');
  });

  it('finds 29 February in the nearest leap year, across a century without one too', () => {
    expect(read('Feb 29 12:00:00')).toBe('2024-02-29T12:00:00.000000');
    const later = (created: string): number =>
      new TimestampReader('UTC', Date.parse(created)).parse('Feb 29 12:00:00');
    expect(later('2027-06-01T00:00:00Z')).toBe(Date.parse('2028-02-29T12:00:00Z') * 1000);
    expect(later('2100-06-01T00:00:00Z')).toBe(Date.parse('2104-02-29T12:00:00Z') * 1000);
  });

  it('takes a zone that nobody knows for the job’s where the layout says that it is one', () => {
    const reader = new TimestampReader('UTC', CREATED);
    expect(reader.parse('2024-03-01 10:00:01 XYZ', 'iso_any_zone')).toBe(
      Date.parse('2024-03-01T10:00:01Z') * 1000,
    );
    expect(reader.assumedZone).toBe(true);
  });
});
