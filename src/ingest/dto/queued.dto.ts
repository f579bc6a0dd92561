export class QueuedDto {
  /** @example "Job queued successfully" */
  message!: string;
  /** @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e */
  job_id!: string;
  /** @example QUEUED */
  status!: string;
}
