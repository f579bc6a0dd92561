import { Injectable } from '@nestjs/common';
import { JobResultsService } from '../jobs/job-results.service.js';
import { Queries } from './queries.js';
import type { SearchPosition } from './query/query-request.js';
import { unlessRemoved } from './removed-job.js';

/** A page of very long records ends early. */
const MAX_PAGE_BYTES = 8 * 1_048_576;

/** Fetches the records of a search once it is known which ones they are. */
@Injectable()
export class SearchTexts {
  constructor(
    private readonly jobs: JobResultsService,
    private readonly queries: Queries,
  ) {}

  /**
   * @param positions - newest first; where their text is too long, fewer are looked at, but one at least
   * @param keys - of the results, by job
   * @returns the records in that order, without those of jobs removed meanwhile, and the last position that was looked at
   */
  async read(
    positions: readonly SearchPosition[],
    keys: ReadonlyMap<string, string>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly items: string[]; readonly last: SearchPosition | null }> {
    const texts = new Map<SearchPosition, string>();
    let left = MAX_PAGE_BYTES;
    for (const [jobId, wanted] of byJob(positions)) {
      const key = keys.get(jobId) ?? '';
      const read = () => this.readJob(key, wanted, left, signal);
      const found = await unlessRemoved(this.jobs, jobId, read);
      if (found === null) continue;
      left -= found.reduce((sum, text) => sum + text.length, 0);
      if (found.length < wanted.length || left < 0) {
        const fewer = positions.slice(0, Math.ceil(positions.length / 2));
        if (positions.length > 1) return this.read(fewer, keys, signal);
      }
      wanted.forEach((position, index) => texts.set(position, found[index] ?? ''));
    }
    return {
      items: positions.flatMap((position) => texts.get(position) ?? []),
      last: positions.at(-1) ?? null,
    };
  }

  private readJob(
    key: string,
    positions: readonly SearchPosition[],
    maxBytes: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly string[]> {
    const rows = positions.map((position) => position.row);
    return this.queries.run([key], ([path = '']) => ({ kind: 'rows', path, rows, maxBytes }), signal);
  }
}

/** The positions of each job, by ascending row. */
function byJob(positions: readonly SearchPosition[]): Map<string, SearchPosition[]> {
  const jobs = new Map<string, SearchPosition[]>();
  for (const position of positions) {
    const known = jobs.get(position.jobId);
    if (known === undefined) jobs.set(position.jobId, [position]);
    else known.push(position);
  }
  for (const own of jobs.values()) own.sort((a, b) => a.row - b.row);
  return jobs;
}
