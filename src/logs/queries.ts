import { Injectable } from '@nestjs/common';
import { ResultUnreadableError } from './errors.js';
import { QueryPool } from './query/query-pool.js';
import type { Query, ResultOf } from './query/query-request.js';
import type { OpenResult } from './result-files/result-files.js';
import { ResultFiles } from './result-files/result-files.js';

/** Asks the engine about results, which it opens for as long as that takes. */
@Injectable()
export class Queries {
  constructor(
    private readonly files: ResultFiles,
    private readonly pool: QueryPool,
  ) {}

  /**
   * @param keys - of the results that the query is about
   * @param toQuery - makes the query of the paths that the results lie at, in the order of the keys
   * @throws ObjectNotFoundError, UnavailableError when a result cannot be had
   * @throws QueryTooLargeError, QueriesBusyError
   * @throws ResultUnreadableError when it cannot be read even after it was fetched again
   */
  async run<Q extends Query>(
    keys: readonly string[],
    toQuery: (paths: readonly string[]) => Q,
    signal: AbortSignal | undefined,
  ): Promise<ResultOf<Q>> {
    try {
      return await this.runOnce(keys, toQuery, signal);
    } catch (error) {
      if (!(error instanceof ResultUnreadableError)) throw error;
      return this.runOnce(keys, toQuery, signal);
    }
  }

  private async runOnce<Q extends Query>(
    keys: readonly string[],
    toQuery: (paths: readonly string[]) => Q,
    signal: AbortSignal | undefined,
  ): Promise<ResultOf<Q>> {
    const opened: OpenResult[] = [];
    try {
      for (const key of keys) opened.push(await this.files.open(key, signal));
      return await this.pool.run(toQuery(opened.map((file) => file.path)), signal);
    } catch (error) {
      if (error instanceof ResultUnreadableError) await Promise.all(opened.map((file) => file.discard()));
      throw error;
    } finally {
      for (const file of opened) file.release();
    }
  }
}
