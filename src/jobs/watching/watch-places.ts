import { TooManyOwnWatchesError, TooManyWatchersError } from '../errors.js';

/** How many may watch jobs at this process at a time, altogether and of one user, whom the others must not wait for. */
export class WatchPlaces {
  private readonly takenBy = new Map<string, number>();
  private taken = 0;

  constructor(
    private readonly max: number,
    private readonly maxPerUser: number,
  ) {}

  /**
   * Takes a place at once, so that many who ask together cannot get more than there are.
   *
   * @returns gives the place back; may be called again
   * @throws TooManyWatchersError, TooManyOwnWatchesError
   */
  take(userId: string): () => void {
    const own = this.takenBy.get(userId) ?? 0;
    if (this.taken >= this.max) throw new TooManyWatchersError();
    if (own >= this.maxPerUser) throw new TooManyOwnWatchesError(this.maxPerUser);
    this.taken += 1;
    this.takenBy.set(userId, own + 1);
    let isGivenBack = false;
    return () => {
      if (isGivenBack) return;
      isGivenBack = true;
      this.giveBack(userId);
    };
  }

  private giveBack(userId: string): void {
    this.taken -= 1;
    const left = (this.takenBy.get(userId) ?? 1) - 1;
    if (left > 0) this.takenBy.set(userId, left);
    else this.takenBy.delete(userId);
  }
}
