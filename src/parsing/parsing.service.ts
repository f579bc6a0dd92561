import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { currentTraceparent, recordForeignSpan } from '../common/tracing/traced.js';
import type { ParseLimits, ParseOutcome, ParseRequest } from './parse-request.js';
import { ParserProcess, type RunOptions } from './parser-process.js';
import type { PreviewAnswer } from './preview-request.js';
import { PreviewTimeoutError } from './errors.js';

export type { PreviewAnswer } from './preview-request.js';
export type {
  ParseOutcome,
  ParseRefusal,
  ParseStatistics,
  ParseSuccess,
  RejectsFile,
} from './parse-request.js';

/** A file to parse; the bounds are the service's own. */
export type FileToParse = Omit<ParseRequest, 'limits' | 'traceparent'>;

/** A text to look at, and how. */
export interface TextToPreview extends Pick<
  ParseRequest,
  'format' | 'timezone' | 'onError' | 'maxRejects' | 'labels'
> {
  readonly text: string;
  /** Records and rejects to answer, each. */
  readonly maxItems: number;
}

const PREVIEW_TIMEOUT_MS = 5_000;

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
   * @throws ParserCrashedError, ScratchFullError, ParseTimeoutError, or the signal's reason
   */
  async parse(file: FileToParse, options: RunOptions): Promise<ParseOutcome> {
    const traceparent = currentTraceparent();
    const trace = traceparent === undefined ? {} : { traceparent };
    const { measured, ...outcome } = await this.parser.run(
      { ...file, limits: this.limits(), ...trace },
      options,
    );
    if (measured !== undefined) {
      const { startedAtMs, endedAtMs, pid } = measured;
      recordForeignSpan({
        name: 'parser process',
        startedAtMs,
        endedAtMs,
        attributes: { 'process.pid': pid },
      });
    }
    return outcome;
  }

  /**
   * Says what would become of a text if it were a file.
   *
   * @throws PreviewTimeoutError after 5 seconds; ParserCrashedError; or the signal's reason
   */
  async preview({ text, ...options }: TextToPreview, signal?: AbortSignal): Promise<PreviewAnswer> {
    const workDir = await mkdtemp(join(tmpdir(), 'ingest-preview-'));
    const timeout = new AbortController();
    const timer = setTimeout(() => {
      timeout.abort(new PreviewTimeoutError(PREVIEW_TIMEOUT_MS));
    }, PREVIEW_TIMEOUT_MS);
    try {
      const sourcePath = join(workDir, 'source');
      await writeFile(sourcePath, text);
      const signals = [timeout.signal, ...(signal === undefined ? [] : [signal])];
      return await this.parser.preview(
        { ...options, jobId: '', sourcePath, workDir, createdAtMs: Date.now(), limits: this.limits() },
        { signal: AbortSignal.any(signals) },
      );
    } finally {
      clearTimeout(timer);
      await rm(workDir, { recursive: true, force: true });
    }
  }

  private limits(): ParseLimits {
    const {
      maxDecompressedBytes,
      maxCompressionRatio,
      maxLineBytes,
      maxNestingDepth,
      maxOutputBytes,
      memoryMb,
    } = this.config.parsing;
    return {
      maxDecompressedBytes,
      maxCompressionRatio,
      maxLineBytes,
      maxNestingDepth,
      maxOutputBytes,
      memoryMb,
    };
  }
}
