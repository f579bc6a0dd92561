import type { ParseOutcome, ParseProgress, ParseRequest } from './parse-request.js';

/** What the worker sends to the parser process: one request, then nothing. */
export interface ParserRequestMessage {
  readonly type: 'parse';
  readonly request: ParseRequest;
}

/** What the parser process sends back: progress now and then, at the end one of the other two. */
export type ParserReplyMessage =
  | { readonly type: 'progress'; readonly progress: ParseProgress }
  | { readonly type: 'outcome'; readonly outcome: ParseOutcome }
  /** Where an unexpected error was thrown; without its message, which may quote the file. */
  | { readonly type: 'crash'; readonly name: string; readonly frames: readonly string[] };
