import type { Query, QueryResults } from './query-request.js';

/** How the engine of a query process is bounded. */
export interface EngineSettings {
  /** The folder whose files may be read, and no other. */
  readonly directory: string;
  readonly memoryMb: number;
  readonly threads: number;
}

/** From the API to a query process; `open` comes first, and one query at a time. */
export type ToQueryProcess =
  | { readonly type: 'open'; readonly settings: EngineSettings }
  | { readonly type: 'query'; readonly id: number; readonly query: Query }
  | { readonly type: 'cancel'; readonly id: number };

/**
 * Why a query did not succeed: it was cancelled, needed more memory than allowed, or the engine could not read a file.
 * The engine's words may quote the file, so that only the name of its error and the place in our code are told.
 */
export interface QueryFailure {
  readonly reason: 'cancelled' | 'memory' | 'unreadable';
  readonly name: string;
  readonly frames: readonly string[];
}

export type FromQueryProcess =
  | { readonly type: 'result'; readonly id: number; readonly result: QueryResults[keyof QueryResults] }
  | { readonly type: 'failure'; readonly id: number; readonly failure: QueryFailure };
