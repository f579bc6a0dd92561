/** A link that anybody can download a file by until it expires. */
export class DownloadDto {
  /** Takes GET, without a token; the file comes as an attachment under a safe name. */
  url!: string;
  /** When the link ends, RFC 3339, UTC. */
  expires_at!: string;
  /** Size of the file. */
  bytes!: number;
}

/** The files of a job; null for one that is not there. */
export class FilesDto {
  /**
   * The file as it lies in storage. Whoever has the address that it was uploaded to can write over it until that address
   * ends; the records and counts are of what was read, and a job that has not been read by then fails with `OBJECT_CHANGED`.
   */
  raw!: DownloadDto | null;
  /** The records. */
  parquet!: DownloadDto | null;
  /** What could not be read: NDJSON, one object a line. */
  rejects!: DownloadDto | null;
}
