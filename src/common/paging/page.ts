import { InvalidInputError } from '../errors/domain.error.js';
import { decodeCursor, encodeCursor, type PageCursor } from './page-cursor.js';

const DEFAULT_LIMIT = 100;

/** What a client asks for: how many, and where to begin. */
export interface PageRequest {
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly cursor?: string | undefined;
}

/** The same, for a repository: it finds one more than the page holds, which tells whether there is a next one. */
export interface PageQuery {
  readonly limit: number;
  readonly offset: number | undefined;
  readonly after: PageCursor | undefined;
}

/** One page, newest first. */
export interface Page<Item> {
  readonly items: Item[];
  /** Where the next page begins; null on the last one. */
  readonly nextCursor: string | null;
}

/** @throws InvalidCursorError; InvalidInputError when both cursor and offset are given */
export function toPageQuery(request: PageRequest): PageQuery {
  if (request.cursor !== undefined && request.offset !== undefined) {
    throw new InvalidInputError('VALIDATION_FAILED', 'Give either cursor or offset.', [
      { pointer: '?cursor', detail: 'cursor and offset exclude each other' },
    ]);
  }
  return {
    limit: (request.limit ?? DEFAULT_LIMIT) + 1,
    offset: request.offset,
    after: request.cursor === undefined ? undefined : decodeCursor(request.cursor),
  };
}

/** @param found - up to one more than the page holds */
export function toPage<Found, Item>(
  found: readonly Found[],
  query: PageQuery,
  positionOf: (found: Found) => PageCursor,
  toItem: (found: Found) => Item,
): Page<Item> {
  const page = found.slice(0, query.limit - 1);
  const last = page.at(-1);
  const hasNext = found.length >= query.limit && last !== undefined;
  return { items: page.map(toItem), nextCursor: hasNext ? encodeCursor(positionOf(last)) : null };
}
