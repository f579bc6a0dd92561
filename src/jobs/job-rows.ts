import type { EntityMetadata, Repository } from 'typeorm';
import { FileUpload } from './entities/file-upload.entity.js';
import { Job } from './entities/job.entity.js';

/** A row as `pg` gives it, by the names that the statement gave its columns. */
export type JobRow = Readonly<Record<string, unknown>>;

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
 * Plain statements for jobs with their uploads, and the entities that they answer. Columns come from the entities'
 * metadata, once; TypeORM's builder writes its statement anew for every call, and two of them for one job with its upload
 * (`docs/performance-http.md` has the figures).
 */
export class JobRows {
  /** Jobs as `j`, their uploads as `u`; to be followed by `WHERE`. */
  readonly select: string;
  /** Adds a job and its upload, both or neither; takes `insertValues`. */
  readonly insert: string;
  private readonly ofJob: readonly MappedColumn[];
  private readonly ofUpload: readonly MappedColumn[];

  constructor(jobs: Repository<Job>) {
    this.ofJob = mappedColumns(jobs.metadata, 'j');
    this.ofUpload = mappedColumns(jobs.manager.dataSource.getMetadata(FileUpload), 'u');
    const selected = (columns: readonly MappedColumn[], table: string): string[] =>
      columns.map(({ column, alias }) => `${table}.${column} AS "${alias}"`);
    this.select = `SELECT ${[...selected(this.ofJob, 'j'), ...selected(this.ofUpload, 'u')].join(', ')}
      FROM jobs j LEFT JOIN file_uploads u ON u.job_id = j.job_id`;
    this.insert = `WITH job AS (INSERT INTO jobs ${namesAndPlaces(this.ofJob, 1)})
      INSERT INTO file_uploads ${namesAndPlaces(this.ofUpload, this.ofJob.length + 1)}`;
  }

  toJob(row: JobRow): Job {
    const job = fill(new Job(), this.ofJob, row);
    job.upload = row['u_jobId'] === null ? null : fill(new FileUpload(), this.ofUpload, row);
    return job;
  }

  insertValues(job: Omit<Job, 'upload'>, upload: Omit<FileUpload, 'job'>): unknown[] {
    return [...valuesOf(job, this.ofJob), ...valuesOf(upload, this.ofUpload)];
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

function namesAndPlaces(columns: readonly MappedColumn[], firstPlace: number): string {
  const names = columns.map(({ column }) => column).join(', ');
  return `(${names}) VALUES (${columns.map((_column, index) => `$${index + firstPlace}`).join(', ')})`;
}

function fill<Entity extends object>(entity: Entity, columns: readonly MappedColumn[], row: JobRow): Entity {
  const target = entity as Record<string, unknown>;
  for (const { property, alias, read } of columns) {
    target[property] = read === undefined ? row[alias] : read(row[alias]);
  }
  return entity;
}

function valuesOf(entity: object, columns: readonly MappedColumn[]): unknown[] {
  const source = entity as Readonly<Record<string, unknown>>;
  return columns.map(({ property }) => source[property]);
}
