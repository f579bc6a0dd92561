import type { JobStatisticsDto, OutputFileDto } from '../jobs/dto/job-statistics.dto.js';
import type { ParseStatistics } from '../parsing/parsing.service.js';

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** Completes what the parser counted with what only the worker knows. */
export function toJobStatistics(
  parsed: ParseStatistics,
  worker: { readonly stageSeconds: number; readonly publishSeconds: number },
  outputFiles: readonly OutputFileDto[],
): JobStatisticsDto {
  return {
    ...parsed,
    output_files: [...outputFiles],
    seconds: {
      stage: round(worker.stageSeconds + parsed.seconds.stage),
      parse: round(parsed.seconds.parse),
      publish: round(worker.publishSeconds),
    },
  };
}
