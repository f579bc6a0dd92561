import { getSystemErrorMap } from 'node:util';
import { CliError } from './cli-error.js';

/** A file of this machine cannot be read, or what is made of it cannot be laid down. */
export class LocalFileError extends CliError {}

/** It is no longer the file whose size was declared: what was sent of it is of no use. */
export class FileChangedError extends LocalFileError {}

/**
 * Says in words what the system said.
 *
 * @param what - the sentence before them, such as `It cannot be read`
 */
export function localFault(what: string, error: unknown): CliError {
  if (error instanceof CliError) return error;
  const { code, errno, message } = error as NodeJS.ErrnoException;
  const said = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
  const reason = said === undefined ? message : `${said} (${code ?? ''})`;
  return new LocalFileError(`${what}: ${reason}`, { cause: error });
}
