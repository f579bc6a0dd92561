import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { StorageType } from '../../common/config/app-config.js';
import type { LogFormat, OnError } from '../dto/job-status.js';
import type { Job } from './job.entity.js';

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

/** The file that a job is about: where it lies, what was declared at `init`, what was seen at `complete`. */
@Entity({ name: 'file_uploads' })
export class FileUpload {
  @PrimaryColumn('uuid')
  jobId!: string;

  // By name: the two entities know each other, their files do not.
  @OneToOne('Job', 'upload', { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'job_id' })
  job?: Relation<Job>;

  @Column({ type: 'text' })
  storageType!: StorageType;

  @Column({ type: 'text', nullable: true })
  bucket!: string | null;

  @Column({ type: 'text' })
  objectKey!: string;

  @Column({ type: 'text', nullable: true })
  localPath!: string | null;

  /** As the client sent it, sanitised; for display only. */
  @Column({ type: 'text' })
  originalFilename!: string;

  /** Declared size, bytes. */
  @Column({ type: 'bigint', transformer: { to: (value: number) => value, from: Number } })
  fileSize!: number;

  @Column({ type: 'text' })
  logFormat!: LogFormat;

  @Column({ type: 'text' })
  timezone!: string;

  @Column({ type: 'text' })
  onError!: OnError;

  @Column({ type: 'integer', nullable: true })
  maxRejects!: number | null;

  /** Declared digest of the file as sent, lower-case hexadecimal. */
  @Column({ type: 'text', nullable: true })
  sha256!: string | null;

  @Column({ type: 'jsonb' })
  labels!: Record<string, string>;

  /** Pins what `complete` saw; only an object with this etag is processed. */
  @Column({ type: 'text', nullable: true })
  etag!: string | null;

  /** What storage calls the upload in parts; null where there is none. */
  @Column({ type: 'text', nullable: true })
  multipartUploadId!: string | null;

  /** Size of every part but the last, bytes. */
  @Column({
    type: 'bigint',
    nullable: true,
    transformer: { to: (value: unknown) => value, from: numberOrNull },
  })
  partBytes!: number | null;

  /** When the upload URL ends. */
  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
