import { IsUUID } from 'class-validator';

export class CompleteUploadDto {
  /**
   * The job that `init` made.
   * @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
   */
  @IsUUID()
  job_id!: string;
}
