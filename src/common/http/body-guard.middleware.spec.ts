import { describe, expect, it, jest } from '@jest/globals';
import type { Request, Response } from 'express';
import { bodyGuardMiddleware } from './body-guard.middleware.js';

function guard(request: { body?: unknown; query?: unknown; path?: string }): jest.Mock {
  const next = jest.fn();
  bodyGuardMiddleware({ path: '/', query: {}, ...request } as Request, {} as Response, next);
  return next;
}

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('bodyGuardMiddleware', () => {
  it('lets ordinary input through', () => {
    expect(
      guard({ body: { a: [1, 'ü😀', null, { b: true }] }, query: { q: 'x' }, path: '/a%20b' }),
    ).toHaveBeenCalled();
    expect(guard({ body: undefined })).toHaveBeenCalled();
    expect(guard({ body: nested(32) })).toHaveBeenCalled();
  });

  it.each([
    ['33 levels', { body: nested(33) }, 'BODY_TOO_DEEP'],
    ['5,000 levels', { body: nested(5_000) }, 'BODY_TOO_DEEP'],
    ['NUL in a value', { body: { a: ['x\0'] } }, 'INVALID_CHARACTER'],
    ['NUL in a key', { body: { 'a\0': 1 } }, 'INVALID_CHARACTER'],
    ['half a surrogate pair', { body: { a: '\ud800' } }, 'INVALID_CHARACTER'],
    ['NUL in the query', { query: { q: '\0' } }, 'INVALID_CHARACTER'],
    ['NUL in the path', { path: '/jobs/%00' }, 'INVALID_CHARACTER'],
    ['a broken path', { path: '/jobs/%zz' }, 'MALFORMED_REQUEST'],
    ['__proto__', { body: JSON.parse('{"a":{"__proto__":1}}') as unknown }, 'INVALID_KEY'],
  ])('refuses %s', (_name, request, code) => {
    expect(() => guard(request)).toThrow(expect.objectContaining({ code, kind: 'invalid' }));
  });
});
