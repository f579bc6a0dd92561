import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { AreDistinct } from '../../common/http/are-distinct.js';

export const MAX_PART_NUMBER = 10_000;
/** Of parts in one request; signing takes time of the processor, and the answer has a URL for each. */
export const MAX_SIGNED_AT_ONCE = 100;

/** How the file may be sent in parts. */
export class MultipartTicketDto {
  /**
   * What storage calls this upload.
   * @example 2~VmxqxvXhGyVqTn5qzXl3b0iQ0xY
   */
  upload_id!: string;
  /**
   * Where the object will lie; for clients that want to name it.
   * @example raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log
   */
  key!: string;
  /**
   * Size of every part but the last, bytes.
   * @example 16777216
   */
  part_size!: number;
  /**
   * How many parts there are.
   * @example 320
   */
  part_count!: number;
}

/** Where one part is sent. */
export class SignedPartDto {
  /**
   * Takes the part by PUT, as often as needed until it expires. Its answer has an `ETag`.
   * @example "https://storage.example.com/log-bucket/raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log?partNumber=1&uploadId=…"
   */
  url!: string;
  /** Headers that the PUT must have; none. */
  headers!: Record<string, string>;
  /**
   * Exact size of the part, bytes.
   * @example 16777216
   */
  size!: number;
  /**
   * Seconds until the URL ends.
   * @example 900
   */
  expires_in!: number;
}

export class SignPartsDto {
  /**
   * Which parts, from 1 on; at most 100, each once.
   * @example [1, 2, 3]
   */
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_SIGNED_AT_ONCE)
  @AreDistinct(MAX_SIGNED_AT_ONCE)
  @IsInt({ each: true })
  part_numbers!: number[];
}

/** Where one of several parts is sent. */
export class SignedNumberedPartDto extends SignedPartDto {
  /** @example 1 */
  part_number!: number;
}

/** A part that is there, with the names that S3 and Uppy have for it. */
export class UploadedPartDto {
  /** @example 1 */
  PartNumber!: number;
  /**
   * Bytes.
   * @example 16777216
   */
  Size!: number;
  /** @example "\"5d41402abc4b2a76b9719d911017c592\"" */
  ETag!: string;
}

/** A part as the client knows it. */
export class SentPartDto {
  /** @example 1 */
  @IsInt()
  @Min(1)
  @Max(MAX_PART_NUMBER)
  PartNumber!: number;

  /** @example "\"5d41402abc4b2a76b9719d911017c592\"" */
  @IsString()
  @MaxLength(200)
  ETag!: string;
}

export class CompletePartsDto {
  /** The parts as the client knows them; when given, they must be those that are there. */
  @ApiPropertyOptional({ type: [SentPartDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_PART_NUMBER)
  @ValidateNested({ each: true })
  @Type(() => SentPartDto)
  parts?: SentPartDto[];
}

export class CompletedPartsDto {
  /**
   * The job that the file belongs to.
   * @example /jobs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
   */
  location!: string;
}
