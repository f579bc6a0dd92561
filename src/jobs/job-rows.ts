import type { EntityMetadata, Repository } from 'typeorm';
import { hasFewerThan } from './count-jobs.sql.js';
import { FileUpload } from './entities/file-upload.entity.js';
import { type Job } from './entities/job.entity.js';

/** A row as `pg` gives it, by the names that the statement gave its columns. */
export type JobRow = Readonly<Record<string, unknown>>;

const SHOWN_OF_JOB = [
  ...(['jobId', 'jobType', 'source', 'status', 'progress', 'retryCount', 'attempt', 'ownerId'] as const),
  ...(['createdAt', 'queuedAt', 'startedAt', 'finishedAt', 'updatedAt'] as const),
  ...(['errorCode', 'errorMessage', 'statistics'] as const),
];
const SHOWN_OF_UPLOAD = [
  ...(['jobId', 'originalFilename', 'fileSize', 'logFormat', 'timezone'] as const),
  ...(['onError', 'maxRejects', 'labels'] as const),
];

/** What a client may see of a job; a whole job is one too. */
export type ShownJob = Pick<Job, (typeof SHOWN_OF_JOB)[number]> & {
  readonly upload?: Pick<FileUpload, (typeof SHOWN_OF_UPLOAD)[number]> | null;
};

interface MappedColumn {
  readonly property: string;
  /** The column, quoted. */
  readonly column: string;
  /** Its name in a result, which tells it from one of the other table. */
  readonly alias: string;
  /** Makes the property's value of the column's; undefined where they are the same. */
  readonly read: ((value: unknown) => unknown) | undefined;
}

/**
 * Plain statements for jobs with their uploads, and what they answer. Columns come from the entities' metadata, once;
 * TypeORM's builder writes its statement anew for every call, and two of them for one job with its upload
 * (`docs/performance-http.md` has the figures).
 */
export class JobRows {
  /** Reads whole jobs. */
  readonly whole: JobReader<Job>;
  /** Reads what a client may see of them, which is less to fetch. */
  readonly shown: JobReader<ShownJob>;
  /** Adds a job and its upload, both or neither, and returns the row where it did; takes `insertValues`. */
  readonly insert: string;
  private readonly ofJob: readonly MappedColumn[];
  private readonly ofUpload: readonly MappedColumn[];

  constructor(jobs: Repository<Job>) {
    this.ofJob = mappedColumns(jobs.metadata, 'j');
    this.ofUpload = mappedColumns(jobs.manager.dataSource.getMetadata(FileUpload), 'u');
    this.whole = new JobReader(this.ofJob, this.ofUpload);
    this.shown = new JobReader(only(SHOWN_OF_JOB, this.ofJob), only(SHOWN_OF_UPLOAD, this.ofUpload));
    this.insert = this.insertStatement();
  }

  /** @param below - the job is added where its owner has fewer CREATED ones */
  insertValues(job: Omit<Job, 'upload'>, upload: Omit<FileUpload, 'job'>, below: number): unknown[] {
    return [...valuesOf(job, this.ofJob), ...valuesOf(upload, this.ofUpload), job.ownerId, below];
  }

  private insertStatement(): string {
    const uploadPlace = this.ofJob.length + 1;
    const ownerPlace = uploadPlace + this.ofUpload.length;
    const hasRoom = hasFewerThan(`$${ownerPlace}::uuid`, 'CREATED', `$${ownerPlace + 1}`);
    return `WITH job AS (
        INSERT INTO jobs ${namesAndPlaces(this.ofJob, 1)} WHERE ${hasRoom} RETURNING job_id
      )
      INSERT INTO file_uploads ${namesAndPlaces(this.ofUpload, uploadPlace)} FROM job RETURNING job_id`;
  }
}

/** One selection of columns: the statement's beginning, and what becomes of a row. */
export class JobReader<Found> {
  /** Jobs as `j`, their uploads as `u`; to be followed by `WHERE`. */
  readonly select: string;

  constructor(
    private readonly ofJob: readonly MappedColumn[],
    private readonly ofUpload: readonly MappedColumn[],
  ) {
    const selected = (columns: readonly MappedColumn[], table: string): string[] =>
      columns.map(({ column, alias }) => `${table}.${column} AS "${alias}"`);
    this.select = `SELECT ${[...selected(ofJob, 'j'), ...selected(ofUpload, 'u')].join(', ')}
      FROM jobs j LEFT JOIN file_uploads u ON u.job_id = j.job_id`;
  }

  read(row: JobRow): Found {
    const upload = row['u_jobId'] === null ? null : fill(this.ofUpload, row);
    return Object.assign(fill(this.ofJob, row), { upload }) as Found;
  }
}

function mappedColumns(metadata: EntityMetadata, table: string): MappedColumn[] {
  return metadata.columns.map(({ propertyName, databaseName, transformer }) => ({
    property: propertyName,
    column: `"${databaseName}"`,
    alias: `${table}_${propertyName}`,
    read:
      transformer === undefined || Array.isArray(transformer)
        ? undefined
        : (value: unknown): unknown => transformer.from(value) as unknown,
  }));
}

function only(properties: readonly string[], columns: readonly MappedColumn[]): MappedColumn[] {
  return columns.filter(({ property }) => properties.includes(property));
}

function namesAndPlaces(columns: readonly MappedColumn[], firstPlace: number): string {
  const names = columns.map(({ column }) => column).join(', ');
  return `(${names}) SELECT ${columns.map((_column, index) => `$${index + firstPlace}`).join(', ')}`;
}

function fill(columns: readonly MappedColumn[], row: JobRow): Record<string, unknown> {
  const target: Record<string, unknown> = {};
  for (const { property, alias, read } of columns) {
    target[property] = read === undefined ? row[alias] : read(row[alias]);
  }
  return target;
}

function valuesOf(entity: object, columns: readonly MappedColumn[]): unknown[] {
  const source = entity as Readonly<Record<string, unknown>>;
  return columns.map(({ property }) => source[property]);
}
