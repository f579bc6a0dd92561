import { describe, expect, it } from '@jest/globals';
import { parseQuery } from './parse-query.js';

describe('parseQuery', () => {
  it.each([
    ['', {}],
    ['a=1&b=x%20y+z', { a: '1', b: 'x y z' }],
    ['a=1&a=2', { a: ['1', '2'] }],
    ['a[b]=1&c.d=2', { 'a[b]': '1', 'c.d': '2' }],
    ['field.status=200&limit=1', { field: { status: '200' }, limit: '1' }],
    ['field.user.id=4&field.user.id=5&field.=x', { field: { 'user.id': ['4', '5'], '': 'x' } }],
    ['field=1&field.a=2', { field: { a: '2' } }],
    [
      'field[user.id]=4&field.user.id=5&field[]=x&field[a]=1',
      { field: { 'user.id': ['4', '5'], '': 'x', a: '1' } },
    ],
    ['field[a=1&xfield[a]=2', { 'field[a': '1', 'xfield[a]': '2' }],
    ['fields.a=1', { 'fields.a': '1' }],
  ])('reads %j', (text, query) => {
    expect(JSON.parse(JSON.stringify(parseQuery(text)))).toEqual(query);
  });

  it('makes nothing of names that other objects inherit', () => {
    const query = parseQuery('__proto__=1&field.__proto__=2');
    expect(Object.keys(query)).toEqual(['__proto__', 'field']);
    expect(Object.keys(query['field'] as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });
});
