import { ApiProperty } from '@nestjs/swagger';
import { MultipartTicketDto } from './multipart.dto.js';

export class UploadTicketDto {
  /**
   * The job that was made, state `CREATED`.
   * @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
   */
  job_id!: string;

  /**
   * Where to PUT the file: `curl -X PUT "<url>" -H "Content-Type: application/octet-stream" --data-binary @file`. Takes
   * exactly the declared number of bytes.
   * @example "https://storage.example.com/log-bucket/raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log?X-Amz-Signature=…"
   */
  presigned_url!: string;

  /**
   * Seconds until the URL ends.
   * @example 900
   */
  expires_in!: number;

  /** When the URL ends, RFC 3339. */
  expires_at!: string;

  /** How the file may be sent in parts instead; null where it comes whole. */
  @ApiProperty({ type: MultipartTicketDto, nullable: true })
  multipart!: MultipartTicketDto | null;
}
