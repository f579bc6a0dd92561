/** Why a compressed stream could not be read to its end; what came before is kept. */
export interface StreamFault {
  /** The stream ends early, is damaged, or something that is none of it follows. */
  readonly code: 'TRUNCATED_INPUT' | 'CORRUPT_INPUT' | 'TRAILING_GARBAGE';
  /** Where reading ended, bytes of the compressed file. */
  readonly offset: number;
}
