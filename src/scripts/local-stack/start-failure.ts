/** Something a person has to know to get the stack running: shown as it is, without a stack trace. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';

  constructor(
    message: string,
    /** Output that explains it, for example the end of a log. */
    readonly details = '',
  ) {
    super(message);
  }
}
