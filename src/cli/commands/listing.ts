import type { Output } from '../output/output.js';

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

export interface Listing<Item> {
  /** What is listed, in the plural. */
  readonly what: string;
  /** Items at most. */
  readonly limit: number;
  readonly getPage: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>;
  readonly write: (item: Item) => void;
}

const MAX_PAGE = 1_000;

/** Writes the items of a list, page by page; says beside them when there are none, or more than were asked for. */
export async function writeList<Item>(output: Output, listing: Listing<Item>): Promise<void> {
  const { what, limit, getPage, write } = listing;
  let left = limit;
  let cursor: string | null | undefined;
  do {
    const page = await getPage({ limit: Math.min(left, MAX_PAGE), ...(cursor == null ? {} : { cursor }) });
    page.items.forEach(write);
    left -= page.items.length;
    cursor = page.next_cursor;
  } while (left > 0 && cursor !== null);
  if (left === limit) noteNone(output, what);
  else if (cursor !== null) noteMore(output, what, '--limit');
}

/** An empty list leaves standard output empty. */
export function noteNone(output: Output, what: string): void {
  output.note(`There are no ${what}.`);
}

/** @param how - the options that show the others */
export function noteMore(output: Output, what: string, how: string): void {
  output.note(`There are more ${what}; see them with ${how}.`);
}
