import type { JobStatisticsDto } from '../jobs/dto/job-statistics.dto.js';

/** Formats a client can ask for; `auto` looks at the bytes. */
export type RequestedFormat = 'json' | 'ndjson' | 'csv' | 'text' | 'auto';

/** Bounds that keep one hostile file from hurting anything but its own job. */
export interface ParseLimits {
  readonly maxDecompressedBytes: number;
  readonly maxCompressionRatio: number;
  readonly maxLineBytes: number;
  /** Deepest nesting of JSON that is read. */
  readonly maxNestingDepth: number;
  /** Records and rejects together, as written. */
  readonly maxOutputBytes: number;
  /** Memory bound of the Parquet writer's engine, MiB. */
  readonly memoryMb: number;
}

/** One file to parse, as handed to the parser process. Plain data: it crosses a process boundary. */
export interface ParseRequest {
  readonly jobId: string;
  /** Absolute path of the file as it was uploaded, perhaps compressed. */
  readonly sourcePath: string;
  /** Absolute path of a folder that belongs to this job alone; everything the parser writes goes there. */
  readonly workDir: string;
  readonly format: RequestedFormat;
  /** IANA zone for timestamps that name none. */
  readonly timezone: string;
  /** `abort` stops at the first rejected line. */
  readonly onError: 'continue' | 'abort';
  /** Stop after more rejected lines than this; null for no bound. */
  readonly maxRejects: number | null;
  /** Put on every record. */
  readonly labels: Readonly<Record<string, string>>;
  /** When the job was created, epoch milliseconds; a timestamp without a year is placed near it. */
  readonly createdAtMs: number;
  readonly limits: ParseLimits;
  /** The span that asks (W3C Trace Context); absent while traces are off. */
  readonly traceparent?: string;
}

/** Sent several times a second at most. */
export interface ParseProgress {
  /** 0 to 1, by bytes of the file read. */
  readonly fraction: number;
  readonly lines: number;
  readonly records: number;
  readonly rejectedLines: number;
}

/** What the parser counted; sizes, phases and outputs are added by who knows them. */
export type ParseStatistics = Omit<JobStatisticsDto, 'seconds' | 'output_files'> & {
  readonly seconds: { readonly stage: number; readonly parse: number };
};

/** The parser came to the end of the file. */
export interface ParseSuccess {
  readonly outcome: 'parsed';
  readonly statistics: ParseStatistics;
  /** Absolute path of the records, Parquet. */
  readonly parquetPath: string;
  readonly parquetBytes: number;
  /** Absolute path of the rejects, NDJSON; empty file where nothing was rejected. */
  readonly rejectsPath: string;
  readonly rejectsBytes: number;
}

/** A file of rejects that the parser wrote. */
export interface RejectsFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/** Why a file cannot be parsed, however often it is tried. */
export type ParseRefusalCode =
  | 'DECOMPRESSED_TOO_LARGE'
  | 'COMPRESSION_RATIO_EXCEEDED'
  | 'TOO_MANY_REJECTS'
  | 'REJECTED_LINE'
  | 'UNSUPPORTED_COMPRESSION'
  | 'OUTPUT_TOO_LARGE';

/** The file was refused by a rule; trying again gives the same answer. */
export interface ParseRefusal {
  readonly outcome: 'refused';
  readonly code: ParseRefusalCode;
  /** One sentence for a person; never quotes the file. */
  readonly message: string;
  /** The report so far, where lines had been read. */
  readonly statistics: ParseStatistics | null;
  /** The rejects so far, NDJSON, where lines had been read. */
  readonly rejects?: RejectsFile;
}

/** When and where a file was parsed, for the trace that asked. */
export interface ParseMeasurement {
  readonly traceparent: string;
  /** Of the parser. */
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export type ParseOutcome = (ParseSuccess | ParseRefusal) & { readonly measured?: ParseMeasurement };
