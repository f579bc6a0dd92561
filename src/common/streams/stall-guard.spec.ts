import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { stallGuard } from './stall-guard.js';

describe('stallGuard', () => {
  it('lets everything through', async () => {
    const source = Readable.from([Buffer.from('a'), Buffer.from('b')]);
    await expect(buffer(source.pipe(stallGuard(1_000)))).resolves.toEqual(Buffer.from('ab'));
  });

  it('fails a stream that stops coming, and ends its source', async () => {
    const source = new PassThrough();
    source.write('a');
    await expect(pipeline(source, stallGuard(50), new PassThrough().resume())).rejects.toMatchObject({
      name: 'StalledStreamError',
    });
    expect(source.destroyed).toBe(true);
  });
});
