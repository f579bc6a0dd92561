import type { ParseOutcome, ParseProgress, ParseRequest } from './parse-request.js';
import type { PreviewAnswer, PreviewRequest } from './preview-request.js';

/** What a parser process can be asked to do, each with what it takes and what it answers. */
export interface ParserTasks {
  readonly parse: { readonly request: ParseRequest; readonly answer: ParseOutcome };
  readonly preview: { readonly request: PreviewRequest; readonly answer: PreviewAnswer };
}

export type ParserTask = keyof ParserTasks;

/** What is sent to the parser process: one request, then nothing. */
export type ParserRequestMessage<T extends ParserTask = ParserTask> = {
  [K in T]: { readonly type: K; readonly request: ParserTasks[K]['request'] };
}[T];

/** What the parser process sends back: progress now and then, at the end one of the other two. */
export type ParserReplyMessage =
  | { readonly type: 'progress'; readonly progress: ParseProgress }
  | { readonly type: 'outcome'; readonly outcome: ParserTasks[ParserTask]['answer'] }
  /** Where an unexpected error was thrown; without its message, which may quote the file. */
  | {
      readonly type: 'crash';
      readonly name: string;
      readonly frames: readonly string[];
      /** Whether it was for want of room on the disk. */
      readonly diskFull: boolean;
    };
