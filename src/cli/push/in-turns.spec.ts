import { setImmediate as turn } from 'node:timers/promises';
import { inTurns } from './in-turns.js';

describe('inTurns', () => {
  it('has as many under way as it may, and keeps the order', async () => {
    let underWay = 0;
    let most = 0;
    const doubled = await inTurns([5, 1, 4, 2, 3], 2, async (item) => {
      most = Math.max(most, (underWay += 1));
      for (let turns = 0; turns < item; turns += 1) await turn();
      underWay -= 1;
      return item * 2;
    });
    expect([doubled, most]).toEqual([[10, 2, 8, 4, 6], 2]);
  });

  it('begins nothing after a failure, and ends with what had begun', async () => {
    const ended: number[] = [];
    const work = inTurns([1, 2, 3, 4], 2, async (item) => {
      await turn();
      if (item === 1) throw new Error('the first');
      for (let turns = 0; turns < 5; turns += 1) await turn();
      ended.push(item);
    });
    await expect(work).rejects.toThrow('the first');
    expect(ended).toEqual([2]);
  });
});
