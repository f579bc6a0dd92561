import { STATUS_CODES } from 'node:http';
import { HttpException, HttpStatus } from '@nestjs/common';
import { ThrottlerException } from '@nestjs/throttler';
import { QueryFailedError } from 'typeorm';
import { isDatabaseUnavailable, isStatementTimeout } from '../database/database-errors.js';
import { DeadlineExceededError, DomainError, UnavailableError } from '../errors/domain.error.js';
import type { ErrorKind } from '../errors/error-kind.js';
import type { ProblemDto } from './problem.dto.js';

/** The one place where the kind of an error becomes a status. */
export const STATUS_BY_KIND: Readonly<Record<ErrorKind, HttpStatus>> = {
  invalid: HttpStatus.UNPROCESSABLE_ENTITY,
  unauthenticated: HttpStatus.UNAUTHORIZED,
  forbidden: HttpStatus.FORBIDDEN,
  not_found: HttpStatus.NOT_FOUND,
  conflict: HttpStatus.CONFLICT,
  limited: HttpStatus.TOO_MANY_REQUESTS,
  unavailable: HttpStatus.SERVICE_UNAVAILABLE,
  timeout: HttpStatus.GATEWAY_TIMEOUT,
  internal: HttpStatus.INTERNAL_SERVER_ERROR,
};

export type ProblemCore = Pick<ProblemDto, 'status' | 'code' | 'detail' | 'errors'>;

const INTERNAL: ProblemCore = {
  status: HttpStatus.INTERNAL_SERVER_ERROR,
  code: 'INTERNAL_ERROR',
  detail: 'Something went wrong on our side; the request id leads us to it.',
};

/** Errors of the body parser and the router say nothing of ours; these are the words and codes for them. */
const FRAMEWORK_PROBLEMS: Readonly<Record<number, ProblemCore>> = {
  400: { status: 422, code: 'MALFORMED_REQUEST', detail: 'The request is not well-formed.' },
  404: { status: 404, code: 'ROUTE_NOT_FOUND', detail: 'There is nothing at this address.' },
  413: { status: 413, code: 'BODY_TOO_LARGE', detail: 'The request body is too large; the limit is 100 KB.' },
  415: {
    status: 422,
    code: 'UNSUPPORTED_ENCODING',
    detail: 'The encoding or character set of the body is not supported.',
  },
  416: { status: 416, code: 'RANGE_NOT_SATISFIABLE', detail: 'The file has no bytes in this range.' },
  429: {
    status: 429,
    code: 'RATE_LIMITED',
    detail: 'Too many requests; wait for the seconds that Retry-After names.',
  },
};

/** Translates anything thrown into what a client may see. Unknown errors show nothing of their inside. */
export function toProblemCore(error: unknown): ProblemCore {
  const known = toDomainError(error);
  if (known instanceof DomainError) {
    if (known.kind === 'internal') return { ...INTERNAL, code: known.code };
    return {
      status: STATUS_BY_KIND[known.kind],
      code: known.code,
      detail: known.message,
      ...(known.faults === undefined ? {} : { errors: [...known.faults] }),
    };
  }
  const status = error instanceof ThrottlerException ? 429 : statusOf(error);
  return (status === undefined ? undefined : FRAMEWORK_PROBLEMS[status]) ?? INTERNAL;
}

/** Fills in what every problem carries. */
export function completeProblem(core: ProblemCore, instance: string, requestId: string): ProblemDto {
  return {
    type: `urn:ingest:problem:${core.code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[core.status] ?? 'Error',
    status: core.status,
    detail: core.detail,
    instance,
    code: core.code,
    request_id: requestId,
    ...(core.errors === undefined ? {} : { errors: core.errors }),
  };
}

function toDomainError(error: unknown): unknown {
  // TypeORM wraps whatever a connection throws.
  if (error instanceof QueryFailedError && error.driverError instanceof DomainError) return error.driverError;
  if (isStatementTimeout(error)) return new DeadlineExceededError({ cause: error });
  if (isDatabaseUnavailable(error)) return new UnavailableError('database', { cause: error });
  return error;
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : undefined;
}
