import { describe, expect, it } from '@jest/globals';
import { severityOf, severityOfNumber, severityOfWord, severityRange } from './severity.js';

describe('severity', () => {
  it.each<[string, readonly string[], readonly number[]]>([
    [
      'log4j, logback, Python',
      ['TRACE', 'DEBUG', 'INFO', 'WARN', 'WARNING', 'ERROR', 'FATAL', 'CRITICAL'],
      [1, 5, 9, 13, 13, 17, 21, 21],
    ],
    [
      'java.util.logging',
      ['FINEST', 'FINER', 'FINE', 'CONFIG', 'INFO', 'WARNING', 'SEVERE'],
      [1, 5, 6, 7, 9, 13, 17],
    ],
    ['zap', ['debug', 'info', 'warn', 'error', 'dpanic', 'panic', 'fatal'], [5, 9, 13, 17, 18, 19, 21]],
    [
      'syslog',
      ['debug', 'info', 'notice', 'warning', 'err', 'crit', 'alert', 'emerg'],
      [5, 9, 10, 13, 17, 18, 19, 21],
    ],
    ['Google Cloud', ['NOTICE', 'CRITICAL', 'ALERT', 'EMERGENCY', 'DEFAULT'], [10, 21, 19, 21, 0]],
    ['nobody', ['loud', '', 'information desk'], [0, 0, 0]],
  ])('the words of %s, in any case', (_who, words, numbers) => {
    expect(words.map(severityOfWord)).toEqual(numbers);
    expect(words.map((word) => severityOfWord(word.toLowerCase()))).toEqual(numbers);
    expect(words.map((word) => severityOfWord(word.toUpperCase()))).toEqual(numbers);
  });

  it('knows the numbers of syslog, pino and bunyan', () => {
    expect([7, 6, 5, 4, 3, 2, 1, 0].map(severityOfNumber)).toEqual([5, 9, 10, 13, 17, 18, 19, 21]);
    expect([10, 20, 30, 40, 50, 60].map(severityOfNumber)).toEqual([1, 5, 9, 13, 17, 21]);
    expect([8, 35, 70, 1.5, -1].map(severityOfNumber)).toEqual([0, 0, 0, 0, 0]);
  });

  it('knows the letters and signs of single programs', () => {
    const letters = ['I', 'W', 'E', 'F', 'D', 'D2'];
    expect(letters.map((letter) => severityOf('letters', letter))).toEqual([9, 13, 17, 21, 5, 5]);
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
