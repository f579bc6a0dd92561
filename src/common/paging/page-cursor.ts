import { isUUID } from 'class-validator';
import { InvalidInputError } from '../errors/domain.error.js';

/** The last item of a page; the next page begins right after it. */
export interface PageCursor {
  readonly createdAt: Date;
  readonly id: string;
}

/** The cursor is not one that a `Link` header gave. */
export class InvalidCursorError extends InvalidInputError {
  constructor() {
    super('INVALID_CURSOR', 'The cursor is not valid; take it from the Link header of the page before.', [
      { pointer: '?cursor', detail: 'not a cursor of this list' },
    ]);
  }
}

export function encodeCursor(position: PageCursor): string {
  return Buffer.from(`${position.createdAt.getTime()}.${position.id}`).toString('base64url');
}

/** @throws InvalidCursorError */
export function decodeCursor(cursor: string): PageCursor {
  const [ms, id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('.');
  const createdAt = new Date(/^\d{1,15}$/.test(ms ?? '') ? Number(ms) : NaN);
  if (Number.isNaN(createdAt.getTime()) || !isUUID(id)) throw new InvalidCursorError();
  return { createdAt, id };
}
