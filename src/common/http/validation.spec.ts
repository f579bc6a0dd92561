import { describe, expect, it } from '@jest/globals';
import { IsInt, IsOptional, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { type FieldFault, InvalidInputError } from '../errors/domain.error.js';
import { QueryInteger } from './query-integer.js';
import { InputValidationPipe, uuidParam } from './validation.js';

class InnerDto {
  @IsInt()
  'a/b'!: number;
}

class BodyDto {
  @IsInt()
  size!: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => InnerDto)
  inner?: InnerDto;
}

class QueryDto {
  @QueryInteger({ min: 1, max: 10, description: 'd', example: 1 })
  limit?: number = 5;

  @IsOptional()
  field?: Record<string, string>;
}

const pipe = new InputValidationPipe();

describe('InputValidationPipe', () => {
  it('makes an instance of the DTO with its defaults', async () => {
    await expect(pipe.transform({ limit: '7' }, { type: 'query', metatype: QueryDto })).resolves.toEqual({
      limit: 7,
    });
    await expect(pipe.transform({}, { type: 'query', metatype: QueryDto })).resolves.toBeInstanceOf(QueryDto);
    await expect(pipe.transform({}, { type: 'query', metatype: QueryDto })).resolves.toEqual({ limit: 5 });
  });

  it.each([
    { limit: '' },
    { limit: '0' },
    { limit: '11' },
    { limit: '1e1' },
    { limit: ['1', '2'] },
    { other: '1' },
  ])('refuses the query %j, pointing at it', async (query) => {
    const name = Object.keys(query)[0] ?? '';
    await expect(pipe.transform(query, { type: 'query', metatype: QueryDto })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      faults: expect.arrayContaining([expect.objectContaining({ pointer: `?${name}` })]),
    });
  });

  it('names places by JSON pointer', async () => {
    const body = { size: '1', unknown: 1, inner: { 'a/b': 'x' } };
    await expect(pipe.transform(body, { type: 'body', metatype: BodyDto })).rejects.toMatchObject({
      faults: expect.arrayContaining([
        expect.objectContaining({ pointer: '/size' }),
        expect.objectContaining({ pointer: '/unknown' }),
        expect.objectContaining({ pointer: '/inner/a~1b' }),
      ]),
    });
  });
});

async function faultsOf(value: object, type: 'body' | 'query'): Promise<readonly FieldFault[]> {
  const metatype = type === 'body' ? BodyDto : QueryDto;
  const refusal: unknown = await pipe.transform(value, { type, metatype }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(InvalidInputError);
  return (refusal as InvalidInputError).faults ?? [];
}

describe('a member that is missing', () => {
  it('is called so, once', async () => {
    expect(await faultsOf({ inner: {} }, 'body')).toEqual([
      { pointer: '/size', detail: 'size is missing' },
      { pointer: '/inner/a~1b', detail: 'a/b is missing' },
    ]);
  });
});

describe('an unknown member', () => {
  it('is told from those that are known', async () => {
    expect(await faultsOf({ limt: '1' }, 'query')).toEqual([
      { pointer: '?limt', detail: 'limt is not known here; known are field.<name>, limit' },
    ]);
    expect(await faultsOf({ size: 1, inner: { 'a/b': 1, c: 1 } }, 'body')).toEqual([
      { pointer: '/inner/c', detail: 'c is not known here; known are a/b' },
    ]);
  });

  it('makes no long answer, whatever its name and however many there are', async () => {
    const [fault] = await faultsOf({ size: 1, ['x'.repeat(5_000)]: 1 }, 'body');
    expect(fault?.detail).toHaveLength(60 + '… is not known here; known are inner, size'.length);
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_unused, index) => [`f${index}`, 1]));
    expect(await faultsOf({ ...many, size: 1 }, 'body')).toHaveLength(50);
  });
});

describe('uuidParam', () => {
  it('takes a UUID and refuses anything else', async () => {
    const id = '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e';
    await expect(uuidParam('job_id').transform(id, { type: 'param' })).resolves.toBe(id);
    await expect(uuidParam('job_id').transform('x', { type: 'param' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });
});
