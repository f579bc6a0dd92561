import { describe, expect, it } from '@jest/globals';
import { severityOf, severityOfNumber, severityOfWord, severityRange } from './severity.js';

describe('severity', () => {
  it.each([
    ['TRACE', 1],
    ['debug', 5],
    ['Info', 9],
    ['WARNING', 13],
    ['warn', 13],
    ['ERROR', 17],
    ['CRITICAL', 21],
    ['FATAL', 21],
    ['FINEST', 1],
    ['FINER', 5],
    ['FINE', 6],
    ['CONFIG', 7],
    ['SEVERE', 17],
    ['dpanic', 18],
    ['panic', 19],
    ['loud', 0],
  ])('%s is %d', (word, number) => {
    expect(severityOfWord(word)).toBe(number);
  });

  it('knows the numbers of syslog, pino and bunyan', () => {
    expect([7, 6, 5, 4, 3, 2, 1, 0].map(severityOfNumber)).toEqual([5, 9, 10, 13, 17, 18, 19, 21]);
    expect([10, 20, 30, 40, 50, 60].map(severityOfNumber)).toEqual([1, 5, 9, 13, 17, 21]);
    expect([8, 35, 70, 1.5, -1].map(severityOfNumber)).toEqual([0, 0, 0, 0, 0]);
  });

  it('knows the letters and signs of single programs', () => {
    expect(['I', 'W', 'E', 'F', 'D'].map((letter) => severityOf('letters', letter))).toEqual([
      9, 13, 17, 21, 5,
    ]);
    expect(['.', '-', '*', '#'].map((sign) => severityOf('redis', sign))).toEqual([5, 9, 10, 13]);
    expect(['200', '301', '404', '503'].map((status) => severityOf('http_status', status))).toEqual([
      9, 9, 13, 17,
    ]);
    expect(severityOf('syslog', '34')).toBe(18);
    expect(['191', '192', '200', '999'].map((pri) => severityOf('syslog', pri))).toEqual([5, 0, 0, 0]);
  });

  it('names the range of a number', () => {
    expect([1, 5, 9, 13, 17, 21, 24].map(severityRange)).toEqual([
      'TRACE',
      'DEBUG',
      'INFO',
      'WARN',
      'ERROR',
      'FATAL',
      'FATAL',
    ]);
    expect(severityRange(0)).toBeNull();
  });
});
