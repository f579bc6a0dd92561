import { describe, expect, it } from '@jest/globals';
import type { AppConfig } from '../common/config/app-config.js';
import type { Principal } from '../common/security/principal.js';
import { ObjectNotFoundError } from '../common/storage/storage-errors.js';
import type { FinishedJob, JobResultsService } from '../jobs/job-results.service.js';
import type { Queries } from './queries.js';
import type { NewestQuery, RowsQuery, SearchPosition } from './query/query-request.js';
import { SearchFront } from './search-front.js';
import { type SearchPage, SearchService } from './search.service.js';
import { SearchTexts } from './search-texts.js';

const A = '0190a6c0-7c4e-7b1a-9d2e-00000000000a';
const B = '0190a6c0-7c4e-7b1a-9d2e-00000000000b';
const C = '0190a6c0-7c4e-7b1a-9d2e-00000000000c';

/** Jobs by id, each with the seconds of its records, none of them twice; their files lie under their ids. */
type Jobs = Map<string, readonly number[]>;

const micros = (second: number): bigint => BigInt(second) * 1_000_000n;

function positionsOf(jobId: string, seconds: readonly number[]): SearchPosition[] {
  return seconds.map((second, row) => ({ micros: micros(second), jobId, row }));
}

/** A search in which jobs are removed after their records were found, and before their text is read. */
class Searched {
  readonly files: Jobs;
  /** Whose file goes, and whether the job goes with it. */
  readonly removals = new Map<string, 'job' | 'file only'>();
  private readonly service: SearchService;

  constructor(private readonly jobs: Jobs) {
    this.files = new Map(jobs);
    const results = {
      listFinished: () => Promise.resolve(this.listed()),
      isCompleted: (jobId: string) => Promise.resolve(this.jobs.has(jobId)),
    } as unknown as JobResultsService;
    const queries = {
      run: (keys: readonly string[], toQuery: (paths: readonly string[]) => NewestQuery | RowsQuery) =>
        this.answer(toQuery(keys)),
    } as unknown as Queries;
    const config = { answers: { maxScanBytes: 1_000 } } as AppConfig;
    this.service = new SearchService(results, queries, new SearchTexts(results, queries), config);
  }

  page(limit: number, cursor?: string): Promise<SearchPage> {
    return this.service.search({ limit, ...(cursor === undefined ? {} : { cursor }) }, {} as Principal);
  }

  async walk(limit: number): Promise<(readonly string[])[]> {
    const pages: (readonly string[])[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { items, nextCursor } = await this.page(limit, cursor);
      pages.push(items);
      cursor = nextCursor;
    }
    return pages;
  }

  private listed(): FinishedJob[] {
    return [...this.jobs].map(([jobId, seconds]) => ({
      jobId,
      parquetKey: jobId,
      parquetBytes: 1,
      lastTimestamp: new Date(Math.max(...seconds) * 1_000).toISOString(),
    }));
  }

  private async answer(query: NewestQuery | RowsQuery): Promise<readonly (SearchPosition | string)[]> {
    await Promise.resolve();
    if (query.kind === 'newest') return this.newest(query);
    this.remove();
    return query.rows.map((row) => `${query.path.slice(-1)}${this.secondsOf(query.path)[row] ?? ''}`);
  }

  private newest({ paths, after, limit }: NewestQuery): readonly SearchPosition[] {
    const front = new SearchFront(limit);
    for (const path of paths) {
      front.add(
        positionsOf(path, this.secondsOf(path)).filter((one) => after === null || one.micros < after.micros),
      );
    }
    return front.positions;
  }

  private secondsOf(path: string): readonly number[] {
    const seconds = this.files.get(path);
    if (seconds === undefined) throw new ObjectNotFoundError();
    return seconds;
  }

  private remove(): void {
    for (const [jobId, what] of this.removals) {
      this.files.delete(jobId);
      if (what === 'job') this.jobs.delete(jobId);
    }
  }
}

function searched(): Searched {
  return new Searched(
    new Map([
      [A, [10, 30, 50]],
      [B, [20, 40]],
      [C, [5, 15, 25]],
    ]),
  );
}

describe('a search whose job is removed between finding its records and reading them', () => {
  it('is a walk over all records, newest first, while nothing is removed', async () => {
    expect(await searched().walk(3)).toEqual([
      ['a50', 'b40', 'a30'],
      ['c25', 'b20', 'c15'],
      ['a10', 'c5'],
    ]);
  });

  it.each([
    [A, [['b40'], ['c25', 'b20', 'c15'], ['c5']]],
    [B, [['a50', 'a30'], ['c25', 'c15', 'a10'], ['c5']]],
    [
      C,
      [
        ['a50', 'b40', 'a30'],
        ['b20', 'a10'],
      ],
    ],
  ])('leaves out the records of %s, and each of the others comes once', async (jobId, pages) => {
    const search = searched();
    search.removals.set(jobId, 'job');
    expect(await search.walk(3)).toEqual(pages);
  });

  it('goes on where nothing of the page is left, and says that there is no more', async () => {
    const search = searched();
    search.removals.set(A, 'job').set(B, 'job');
    expect(await search.page(3)).toEqual({ items: ['c25', 'c15', 'c5'], nextCursor: null });
    const last = searched();
    for (const jobId of [A, B, C]) last.removals.set(jobId, 'job');
    expect(await last.page(100)).toEqual({ items: [], nextCursor: null });
  });

  it('fails when the file of a job that is there is not', async () => {
    const search = searched();
    search.removals.set(B, 'file only');
    await expect(search.page(3)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
  });
});
