import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import type { ParseOutcome, ParseRequest } from './parse-request.js';
import { ParserProcess, type RunOptions } from './parser-process.js';

export type {
  ParseOutcome,
  ParseRefusal,
  ParseStatistics,
  ParseSuccess,
  RejectsFile,
} from './parse-request.js';

/** A file to parse; the bounds are the service's own. */
export type FileToParse = Omit<ParseRequest, 'limits'>;

/** Reads log files, each in a process of its own. No code that looks at a file's bytes runs in the process that asks. */
@Injectable()
export class ParsingService {
  constructor(
    private readonly parser: ParserProcess,
    private readonly config: AppConfig,
  ) {}

  /**
   * Parses one file into its `workDir`.
   *
   * @throws ParserCrashedError, ParseTimeoutError, or the signal's reason
   */
  parse(file: FileToParse, options: RunOptions): Promise<ParseOutcome> {
    const { maxDecompressedBytes, maxCompressionRatio, maxLineBytes, memoryMb } = this.config.parsing;
    const limits = { maxDecompressedBytes, maxCompressionRatio, maxLineBytes, memoryMb };
    return this.parser.run({ ...file, limits }, options);
  }
}
