import { describe, expect, it } from '@jest/globals';
import { parseBytes } from '../../../test/parsing/parse-request-fixture.js';
import type { RequestedFormat } from '../parse-request.js';

type Level = readonly [text: string | null, number: number | null, attributes: string];

async function levelOf(bytes: string, format: RequestedFormat = 'auto'): Promise<Level> {
  const [row] = (await parseBytes(bytes, { format })).rows;
  return [
    row?.['severity_text'] as string | null,
    row?.['severity_number'] as number | null,
    row?.['attributes'] as string,
  ];
}

describe('a level', () => {
  it.each<[string, ...Level]>([
    ['" INFO"', 'INFO', 9, '{}'],
    ['"info\\u0020"', 'info', 9, '{}'],
    ['"\\tinfo\\n"', 'info', 9, '{}'],
    ['"\u00a0warn"', 'warn', 13, '{}'],
    ['"30"', '30', 9, '{}'],
    ['30.0', '30.0', 9, '{}'],
    ['"0x1E"', '0x1E', null, '{}'],
    ['"1e1"', '1e1', null, '{}'],
    ['"-"', '-', null, '{}'],
    ['"ошибка"', 'ошибка', null, '{}'],
    ['" "', null, null, '{"level":" "}'],
    ['"\\t"', null, null, '{"level":"\\t"}'],
    ['""', null, null, '{"level":""}'],
  ])('%s of JSON', async (value, ...level) => {
    expect(await levelOf(`{"level":${value},"msg":"x"}\n`)).toEqual(level);
  });

  it.each<[string, ...Level]>([
    [' ', null, null, '{"level":" "}'],
    [' INFO', 'INFO', 9, '{}'],
    ['"info "', 'info', 9, '{}'],
  ])('"%s" of CSV', async (cell, ...level) => {
    const row = (value: string): string => `2024-03-01T10:00:00Z,${value},hello`;
    expect(await levelOf(['time,level,msg', row(cell), row('INFO'), ''].join('\n'))).toEqual(level);
  });

  it('of CSV without a header', async () => {
    const rows = '2024-03-01T10:00:00Z, INFO,a\n2024-03-01T10:00:01Z, WARN,b\n';
    expect(await levelOf(rows, 'csv')).toEqual(['INFO', 9, '{"column_3":"a"}']);
  });
});
