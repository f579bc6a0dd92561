import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { currentRequest } from '../common/context/request-context.js';
import type { Principal } from '../common/security/principal.js';
import { JobResultsService } from '../jobs/job-results.service.js';
import { recordsKeyOf } from './completed-job.js';
import type { ListRecordsQueryDto } from './dto/list-records.query.dto.js';
import { decodeRow, encodeRow } from './position.js';
import { Queries } from './queries.js';
import type { PageQuery, PageResult } from './query/query-request.js';
import { toRecordFilter } from './to-record-filter.js';

const DEFAULT_LIMIT = 100;
/** A page of very long records ends early. */
const MAX_PAGE_BYTES = 8 * 1_048_576;
/** A stream is read in pieces of about this size, however long its records are. */
const STREAM_PIECE_BYTES = 4 * 1_048_576;
const FIRST_PIECE_RECORDS = 500;
const MAX_PIECE_RECORDS = 20_000;

/** Records as JSON text: it passes through as the engine's process wrote it, so that numbers keep every digit. */
export interface RecordPage {
  /** JSON objects, with commas between them. */
  readonly items: Uint8Array;
  readonly nextCursor: string | null;
}

/** A piece of a file's records that can be asked for: all but where it begins and how long it is. */
type Listing = Pick<PageQuery, 'filter' | 'descending'> & { readonly key: string };

/** The records of one job. */
@Injectable()
export class RecordsService {
  constructor(
    private readonly jobs: JobResultsService,
    private readonly queries: Queries,
    private readonly config: AppConfig,
  ) {}

  /**
   * @throws JobNotFoundError when there is none that the caller may see
   * @throws JobNotCompletedError, InvalidInputError, InvalidPositionError
   */
  async list(jobId: string, query: ListRecordsQueryDto, principal: Principal): Promise<RecordPage> {
    const listing = await this.listingOf(jobId, query, principal);
    const order = orderOf(query);
    const after = query.cursor === undefined ? null : decodeRow(query.cursor, listing.key, order);
    const limit = query.limit ?? DEFAULT_LIMIT;
    const bounds = { after, limit, maxBytes: MAX_PAGE_BYTES, separator: ',' } as const;
    const page = await this.read(listing, bounds, currentRequest()?.signal);
    const nextCursor = page.more && page.last !== null ? encodeRow(listing.key, order, page.last) : null;
    return { items: page.text, nextCursor };
  }

  /**
   * All matching records as NDJSON, from the cursor on; `limit` is not looked at. Each piece is a query of its own with the
   * deadline of a request, made when the client has taken what came before, so that one who reads slowly holds nothing up.
   *
   * @throws as `list` does; what fails later is the stream's error
   */
  async stream(jobId: string, query: ListRecordsQueryDto, principal: Principal): Promise<Readable> {
    const listing = await this.listingOf(jobId, query, principal);
    const after = query.cursor === undefined ? null : decodeRow(query.cursor, listing.key, orderOf(query));
    const gone = currentRequest()?.signal;
    const pieces = this.pieces(listing, after, gone);
    // Asked for here, so that a query that cannot be answered is an answer, and not a stream that breaks off.
    const first = await pieces.next();
    return Readable.from(first.done === true ? [] : withFirst(first.value, pieces), { objectMode: false });
  }

  private async *pieces(
    listing: Listing,
    start: number | null,
    gone: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    let after = start;
    let limit = FIRST_PIECE_RECORDS;
    for (let more = true; more;) {
      const deadline = AbortSignal.timeout(this.config.http.requestTimeoutMs);
      const signal = gone === undefined ? deadline : AbortSignal.any([gone, deadline]);
      const bounds = { after, limit, maxBytes: STREAM_PIECE_BYTES, separator: '\n' } as const;
      const piece = await this.read(listing, bounds, signal);
      if (piece.count > 0) yield Buffer.concat([piece.text, Buffer.from('\n')]);
      after = piece.last;
      more = piece.more;
      limit = nextLimit(piece);
    }
  }

  private async listingOf(jobId: string, query: ListRecordsQueryDto, principal: Principal): Promise<Listing> {
    const filter = toRecordFilter(query);
    const key = recordsKeyOf(await this.jobs.get(jobId, principal));
    return { key, filter, descending: orderOf(query) === 'desc' };
  }

  private read(
    { key, filter, descending }: Listing,
    bounds: Pick<PageQuery, 'after' | 'limit' | 'maxBytes' | 'separator'>,
    signal: AbortSignal | undefined,
  ): Promise<PageResult> {
    const toQuery = ([path = '']: readonly string[]): PageQuery => ({
      kind: 'page',
      path,
      filter,
      descending,
      ...bounds,
    });
    return this.queries.run([key], toQuery, signal);
  }
}

async function* withFirst(first: Uint8Array, others: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* others;
}

function orderOf({ order }: ListRecordsQueryDto): 'asc' | 'desc' {
  return order ?? 'asc';
}

/** As many records as would have filled the piece, within bounds. */
function nextLimit({ text, count }: PageResult): number {
  if (count === 0) return FIRST_PIECE_RECORDS;
  const fitting = Math.ceil((STREAM_PIECE_BYTES * count) / Math.max(1, text.length));
  return Math.min(MAX_PIECE_RECORDS, Math.max(FIRST_PIECE_RECORDS, fitting));
}
