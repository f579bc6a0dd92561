import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-queue.js';

/** Work that lasts until it is told to end. */
function heldWork(log: string[]) {
  const ends = new Map<string, () => void>();
  const start = (name: string) => (): Promise<string> =>
    new Promise((resolve) => {
      log.push(name);
      ends.set(name, () => {
        resolve(name);
      });
    });
  return { start, end: (name: string) => ends.get(name)?.() };
}

describe('FairQueue', () => {
  it('lets so many run at once, and the others in the order in which they asked', async () => {
    const log: string[] = [];
    const { start, end } = heldWork(log);
    const queue = new FairQueue(2);
    const names = ['a', 'b', 'c', 'd', 'e'];
    const results = names.map((name) => queue.run(start(name), AbortSignal.timeout(60_000)));
    await Promise.resolve();
    expect([log.join(''), queue.length]).toEqual(['ab', 3]);
    for (const [index, name] of ['b', 'a', 'c', 'd', 'e'].entries()) {
      end(name);
      await results[names.indexOf(name)];
      await Promise.resolve();
      expect(log.join('')).toBe('abcde'.slice(0, 3 + index));
    }
    expect(await Promise.all(results)).toEqual(names);
    expect(queue.length).toBe(0);
  });

  it('serves who came first also when those who were served come again at once', async () => {
    const served: string[] = [];
    const queue = new FairQueue(1);
    const again = async (name: string): Promise<void> => {
      for (let time = 0; time < 10; time += 1) {
        await queue.run(() => {
          served.push(name);
          return Promise.resolve();
        });
      }
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(again));
    expect(served.join('')).toBe('abcd'.repeat(10));
  });

  it('forgets who goes away while waiting, and nobody else', async () => {
    const log: string[] = [];
    const { start, end } = heldWork(log);
    const queue = new FairQueue(1);
    const leaving = new AbortController();
    const first = queue.run(start('first'));
    const second = queue.run(start('second'), leaving.signal);
    const third = queue.run(start('third'));
    const gone = new Error('gone');
    leaving.abort(gone);
    await expect(second).rejects.toBe(gone);
    await expect(queue.run(start('late'), leaving.signal)).rejects.toBe(gone);
    end('first');
    await first;
    await Promise.resolve();
    end('third');
    expect(await third).toBe('third');
    expect(log).toEqual(['first', 'third']);
  });

  it('goes on after work that failed', async () => {
    const queue = new FairQueue(1);
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run(() => Promise.resolve('done'))).toBe('done');
  });
});
