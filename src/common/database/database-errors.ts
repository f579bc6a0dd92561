import { QueryFailedError } from 'typeorm';

/** Classes and codes of SQLSTATE (PostgreSQL manual, appendix A) that mean: not now. */
const UNAVAILABLE_STATES = /^(08|53|57P0[1-4]|58)/;
const UNAVAILABLE_SYSTEM_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** These have no code. The last one is what the next statement of a transaction meets whose connection was cut. */
const UNAVAILABLE_MESSAGES =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|not queryable|Driver not Connected|Query runner already released/;

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

function causeOf(error: unknown): unknown {
  return error instanceof QueryFailedError ? (error.driverError as unknown) : error;
}

/** Whether Postgres could not be asked, as opposed to having refused the statement. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const cause = causeOf(error);
  if (cause instanceof AggregateError) return cause.errors.some((one) => isDatabaseUnavailable(one));
  const code = codeOf(cause);
  if (code !== undefined && (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_SYSTEM_ERRORS.has(code)))
    return true;
  return cause instanceof Error && UNAVAILABLE_MESSAGES.test(cause.message);
}

/** Whether the server stopped the statement because its time was over (SQLSTATE 57014). */
export function isStatementTimeout(error: unknown): boolean {
  return codeOf(causeOf(error)) === '57014';
}

/** Whether a unique constraint refused the row (SQLSTATE 23505); with a name, whether it was that constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const cause = causeOf(error) as { code?: string; constraint?: string } | null;
  return cause?.code === '23505' && (constraint === undefined || cause.constraint === constraint);
}

/** Whether the row refers to one that is not there (SQLSTATE 23503). */
export function isForeignKeyViolation(error: unknown): boolean {
  return codeOf(causeOf(error)) === '23503';
}
