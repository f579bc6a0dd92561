import { bytesOfPart, type PartPlan, type UploadedPart } from '../common/storage/multipart.js';
import type { SentPartDto } from './dto/multipart.dto.js';

/** Numbers of parts that are not there, or not as planned. */
export function missingParts(parts: readonly UploadedPart[], fileBytes: number, plan: PartPlan): number[] {
  const sizes = new Map(parts.map(({ partNumber, bytes }) => [partNumber, bytes]));
  const numbers = Array.from({ length: plan.count }, (_part, index) => index + 1);
  return numbers.filter((number) => sizes.get(number) !== bytesOfPart(fileBytes, plan, number));
}

/** Whether the parts that a client names are those that are there. */
export function areThese(parts: readonly UploadedPart[], sent: readonly SentPartDto[]): boolean {
  const bare = (etag: string): string => etag.replaceAll('"', '');
  const etags = new Map(sent.map(({ PartNumber, ETag }) => [PartNumber, bare(ETag)]));
  return (
    etags.size === parts.length && parts.every(({ partNumber, etag }) => etags.get(partNumber) === bare(etag))
  );
}
