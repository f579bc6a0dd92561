import { describe, expect, it } from '@jest/globals';
import { keyExtension, safeFilename } from './safe-filename.js';

describe('safeFilename', () => {
  it.each([
    ['access.log', 'access.log'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\logs\\app.log', 'app.log'],
    ['a\u0000b\u001b[31m.log', 'ab[31m.log'],
    ['evil\u202egol.exe', 'evilgol.exe'],
    ['  .hidden ', 'hidden'],
    ['what?.log', 'what_.log'],
    ['Grüße 日本.log', 'Grüße 日本.log'],
    ['x'.repeat(1_000), 'x'.repeat(255)],
  ])('%j becomes %j', (given, expected) => {
    expect(safeFilename(given)).toBe(expected);
  });

  it.each(['', '\u0001\u0002', '..', 'a/', '\u200b'])('finds nothing to show in %j', (given) => {
    expect(safeFilename(given)).toBeNull();
  });
});

describe('keyExtension', () => {
  it.each([
    ['a.JSON', 'json'],
    ['a.log.gz', 'gz'],
    ['a.exe', 'log'],
    ['noextension', 'log'],
  ])('%j gets %j', (filename, extension) => {
    expect(keyExtension(filename)).toBe(extension);
  });
});
