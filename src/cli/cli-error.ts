/** Ends a command; the message is a sentence for a person. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
