import { isUUID } from 'class-validator';
import { InvalidCursorError } from './errors.js';

/** The last job of a page; the next page begins right after it. */
export interface JobCursor {
  readonly createdAt: Date;
  readonly jobId: string;
}

export function encodeCursor(position: JobCursor): string {
  return Buffer.from(`${position.createdAt.getTime()}.${position.jobId}`).toString('base64url');
}

/** @throws InvalidCursorError */
export function decodeCursor(cursor: string): JobCursor {
  const [ms, jobId = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('.');
  const createdAt = new Date(/^\d{1,15}$/.test(ms ?? '') ? Number(ms) : NaN);
  if (Number.isNaN(createdAt.getTime()) || !isUUID(jobId)) throw new InvalidCursorError();
  return { createdAt, jobId };
}
