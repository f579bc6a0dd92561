import type { EntityMetadata, Repository } from 'typeorm';
import { hasFewerThan } from './count-jobs.sql.js';
import { prepared } from '../common/database/prepared.js';
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

const PENDING_OF_JOB = ['jobId', 'status'] as const;
const PENDING_OF_UPLOAD = [
  ...(['jobId', 'objectKey', 'fileSize', 'expiresAt', 'multipartUploadId', 'partBytes'] as const),
];

/** What `complete` needs to know of a job. */
export type PendingJob = Pick<Job, (typeof PENDING_OF_JOB)[number]> & {
  readonly upload?: Pick<FileUpload, (typeof PENDING_OF_UPLOAD)[number]> | null;
};

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
  /** The same without quotes, as `to_json` names it. */
  readonly name: string;
  readonly isTime: boolean;
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
  /** Reads what `complete` looks at. */
  readonly pending: JobReader<PendingJob>;
  /** Adds a job and its upload, both or neither, and returns the row where it did; takes `insertValues`. */
  readonly insert: string;
  private readonly ofJob: readonly MappedColumn[];
  private readonly ofUpload: readonly MappedColumn[];

  constructor(jobs: Repository<Job>) {
    this.ofJob = mappedColumns(jobs.metadata, 'j');
    this.ofUpload = mappedColumns(jobs.manager.dataSource.getMetadata(FileUpload), 'u');
    const reader = <Found>(
      name: string,
      job: readonly string[],
      upload: readonly string[],
    ): JobReader<Found> => new JobReader(name, only(job, this.ofJob), only(upload, this.ofUpload));
    this.whole = new JobReader('whole', this.ofJob, this.ofUpload);
    this.shown = reader('shown', SHOWN_OF_JOB, SHOWN_OF_UPLOAD);
    this.pending = reader('pending', PENDING_OF_JOB, PENDING_OF_UPLOAD);
    this.insert = this.insertStatement();
  }

  /** Reads a job and its upload of what `to_json` made of their rows, perhaps by an older version. */
  readSnapshot(job: JobRow, upload: JobRow | null): ShownJob {
    return Object.assign(fillFromJson(this.ofJob, job), {
      upload: upload === null ? null : fillFromJson(this.ofUpload, upload),
    }) as ShownJob;
  }

  /** @param below - the job is added where its owner has fewer CREATED ones */
  insertValues(job: Omit<Job, 'upload'>, upload: Omit<FileUpload, 'job'>, below: number): unknown[] {
    return [...valuesOf(job, this.ofJob), ...valuesOf(upload, this.ofUpload), job.ownerId, below];
  }

  private insertStatement(): string {
    const uploadPlace = this.ofJob.length + 1;
    const ownerPlace = uploadPlace + this.ofUpload.length;
    const hasRoom = hasFewerThan(`$${ownerPlace}::uuid`, 'CREATED', `$${ownerPlace + 1}`);
    return prepared(
      'insert_job',
      `WITH job AS (
        INSERT INTO jobs ${namesAndPlaces(this.ofJob, 1)} WHERE ${hasRoom} RETURNING job_id
      )
      INSERT INTO file_uploads ${namesAndPlaces(this.ofUpload, uploadPlace)} FROM job RETURNING job_id`,
    );
  }
}

/** One selection of columns: the statement's beginning, and what becomes of a row. */
export class JobReader<Found> {
  /** Jobs as `j`, their uploads as `u`; to be followed by `WHERE`. */
  readonly select: string;
  /** The whole statement for one job, by its id. */
  readonly selectOne: string;
  /** The same, by its id and its owner's. */
  readonly selectOneOfOwner: string;

  constructor(
    name: string,
    private readonly ofJob: readonly MappedColumn[],
    private readonly ofUpload: readonly MappedColumn[],
  ) {
    const selected = (columns: readonly MappedColumn[], table: string): string[] =>
      columns.map(({ column, alias }) => `${table}.${column} AS "${alias}"`);
    this.select = `SELECT ${[...selected(ofJob, 'j'), ...selected(ofUpload, 'u')].join(', ')}
      FROM jobs j LEFT JOIN file_uploads u ON u.job_id = j.job_id`;
    const one = `${this.select} WHERE j.job_id = $1`;
    this.selectOne = prepared(`select_${name}_job`, one);
    this.selectOneOfOwner = prepared(`select_${name}_job_of_owner`, `${one} AND j.owner_id = $2`);
  }

  read(row: JobRow): Found {
    const upload = row['u_jobId'] === null ? null : fill(this.ofUpload, row);
    return Object.assign(fill(this.ofJob, row), { upload }) as Found;
  }
}

function mappedColumns(metadata: EntityMetadata, table: string): MappedColumn[] {
  return metadata.columns.map(({ propertyName, databaseName, transformer, type }) => ({
    property: propertyName,
    column: `"${databaseName}"`,
    name: databaseName,
    isTime: type === 'timestamptz',
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

function fillFromJson(columns: readonly MappedColumn[], row: JobRow): Record<string, unknown> {
  const target: Record<string, unknown> = {};
  for (const { property, name, read, isTime } of columns) {
    const value = row[name] ?? null;
    if (isTime && typeof value === 'string') target[property] = new Date(value);
    else target[property] = read === undefined || value === null ? value : read(value);
  }
  return target;
}

function valuesOf(entity: object, columns: readonly MappedColumn[]): unknown[] {
  const source = entity as Readonly<Record<string, unknown>>;
  return columns.map(({ property }) => source[property]);
}
