import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { loadConfig } from '../config/load-config.js';
import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

function capture(): { lines: Record<string, unknown>[]; text: () => string; write: (line: string) => void } {
  const written: string[] = [];
  return {
    get lines() {
      return written.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    text: () => written.join(''),
    write: (line) => written.push(line),
  };
}

const config = loadConfig({ LOG_LEVEL: 'debug' });

describe('createLogger', () => {
  it('writes JSON lines with service, level and context', () => {
    const output = capture();
    createLogger(config, 'ingest-api', () => ({ request_id: 'r1' }), output).info({ a: 1 }, 'hello');
    expect(output.lines).toEqual([
      expect.objectContaining({ level: 'info', service: 'ingest-api', request_id: 'r1', a: 1, msg: 'hello' }),
    ]);
  });

  it('hides secrets at the top and one level down', () => {
    const output = capture();
    const secrets = { password: 'canary', access_token: 'canary', presigned_url: 'canary' };
    createLogger(config, 's', undefined, output).info({ ...secrets, body: secrets }, 'x');
    expect(output.text()).not.toContain('canary');
    expect(output.text()).toContain('[redacted]');
  });

  it('hides what a statement was given', () => {
    const output = capture();
    const cause = Object.assign(new Error('duplicate key'), { detail: 'Key (email)=(canary)' });
    const err = new QueryFailedError('INSERT canary', ['canary'], cause);
    createLogger(config, 's', undefined, output).error({ err }, 'x');
    expect(output.text()).toContain('duplicate key');
    expect(output.text()).not.toContain('canary');
  });
});

describe('NestLogger', () => {
  it('keeps context and level', () => {
    const output = capture();
    const logger = new NestLogger(createLogger(config, 's', undefined, output));
    logger.log('up', 'Nest');
    logger.warn('careful');
    logger.error(new Error('broken'), 'Nest');
    logger.error('broken', 'a stack', 'Nest');
    logger.debug('detail');
    logger.fatal('end');
    logger.verbose('not shown');
    expect(output.lines.map((line) => [line['level'], line['msg'], line['context']])).toEqual([
      ['info', 'up', 'Nest'],
      ['warn', 'careful', undefined],
      ['error', 'broken', 'Nest'],
      ['error', 'broken', 'Nest'],
      ['debug', 'detail', undefined],
      ['fatal', 'end', undefined],
    ]);
  });
});
