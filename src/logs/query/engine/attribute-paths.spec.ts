import { describe, expect, it } from '@jest/globals';
import { attributePaths } from './attribute-paths.js';

describe('attributePaths', () => {
  it.each([
    ['status', ['/status']],
    ['http.status', ['/http/status', '/http.status']],
    ['a.b.c', ['/a/b/c', '/a/b.c', '/a.b/c', '/a.b.c']],
    ['a/b~c', ['/a~1b~0c']],
    ['$.x[*]', ['/$/x[*]', '/$.x[*]']],
    ['.', ['//', '/.']],
  ])('finds every place of %s', (name, paths) => {
    expect(attributePaths(name).sort()).toEqual([...paths].sort());
  });

  it('tries two ways only where a name has many parts', () => {
    expect(attributePaths('a.b.c.d.e.f')).toEqual(['/a.b.c.d.e.f', '/a/b/c/d/e/f']);
  });
});
