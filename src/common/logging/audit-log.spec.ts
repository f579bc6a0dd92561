import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { AuditLog } from './audit-log.js';

function recordAt(level: string): string[] {
  const lines: string[] = [];
  const logger = pino({ level }, { write: (line) => lines.push(line) });
  new AuditLog(logger).record('login.failed', { user_id: null });
  logger.info('something else');
  return lines;
}

describe('AuditLog', () => {
  it.each(['warn', 'error', 'fatal'])('writes although the log is at %s', (level) => {
    const lines = recordAt(level).map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      expect.objectContaining({ audit: true, event: 'login.failed', user_id: null, msg: 'audit' }),
    ]);
  });

  it('is silent where the log is', () => {
    expect(recordAt('silent')).toEqual([]);
  });
});
