/** Why an attempt had no answer; stable, and without anything of the network behind it. */
export type SendError =
  | 'TIMEOUT'
  | 'ADDRESS_NOT_ALLOWED'
  | 'NAME_NOT_RESOLVED'
  | 'CONNECTION_REFUSED'
  | 'CONNECTION_FAILED'
  | 'TLS_FAILED';

/** The endpoint's name leads to an address that nothing is sent to. */
export class AddressNotAllowedError extends Error {
  override readonly name = 'AddressNotAllowedError';
}

const NAME_ERRORS = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'EAI_FAIL',
  'ENODATA',
  'ESERVFAIL',
  'EREFUSED',
  'ETIMEOUT',
]);
const TLS_ERRORS = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO$)/;

export function toSendError(error: unknown): SendError {
  if (error instanceof AddressNotAllowedError) return 'ADDRESS_NOT_ALLOWED';
  // Node gives one when none of several addresses answers.
  if (error instanceof AggregateError) return toSendError(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return 'CONNECTION_FAILED';
  if (NAME_ERRORS.has(code)) return 'NAME_NOT_RESOLVED';
  if (code === 'ECONNREFUSED') return 'CONNECTION_REFUSED';
  return TLS_ERRORS.test(code) ? 'TLS_FAILED' : 'CONNECTION_FAILED';
}
