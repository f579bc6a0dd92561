import { describe, expect, it } from '@jest/globals';
import { BadRequestException, NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { ThrottlerException } from '@nestjs/throttler';
import { QueryFailedError } from 'typeorm';
import { DomainError, InvalidInputError, UnavailableError } from '../errors/domain.error.js';
import type { ErrorKind } from '../errors/error-kind.js';
import { completeProblem, toProblemCore } from './problem.js';

class AnyError extends DomainError {
  constructor(readonly kind: ErrorKind) {
    super('FORBIDDEN', 'Any words.');
  }
}

function databaseError(code: string): QueryFailedError {
  return new QueryFailedError('SELECT secret', ['canary'], Object.assign(new Error('inside'), { code }));
}

describe('toProblemCore', () => {
  it.each<[ErrorKind, number]>([
    ['invalid', 422],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['limited', 429],
    ['unavailable', 503],
    ['timeout', 504],
    ['internal', 500],
  ])('%s becomes %i', (kind, status) => {
    expect(toProblemCore(new AnyError(kind))).toMatchObject({ status, code: 'FORBIDDEN' });
  });

  it.each([
    ['a statement stopped by its time', databaseError('57014'), 504, 'REQUEST_TIMEOUT'],
    ['a lost connection', databaseError('57P01'), 503, 'DATABASE_UNAVAILABLE'],
    [
      'a refused connection',
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      503,
      'DATABASE_UNAVAILABLE',
    ],
    ['a full pool', new Error('timeout exceeded when trying to connect'), 503, 'DATABASE_UNAVAILABLE'],
    ['a wrong statement', databaseError('42601'), 500, 'INTERNAL_ERROR'],
    ['an unknown error', new Error('secret inside'), 500, 'INTERNAL_ERROR'],
    ['something that is no error', 'secret inside', 500, 'INTERNAL_ERROR'],
    ['no route', new NotFoundException('Cannot GET /x'), 404, 'ROUTE_NOT_FOUND'],
    ['a large body', new PayloadTooLargeException(), 413, 'BODY_TOO_LARGE'],
    ['a malformed request', new BadRequestException(), 422, 'MALFORMED_REQUEST'],
    ['a limited request', new ThrottlerException(), 429, 'RATE_LIMITED'],
  ])('%s', (_name, error, status, code) => {
    const core = toProblemCore(error);
    expect(core).toMatchObject({ status, code });
    expect(JSON.stringify(core)).not.toMatch(/secret|canary|SELECT/);
  });

  it('lists faults by pointer', () => {
    const faults = [{ pointer: '/size', detail: 'too small' }];
    expect(toProblemCore(new InvalidInputError('VALIDATION_FAILED', 'x', faults)).errors).toEqual(faults);
  });

  it('fills in what every problem carries', () => {
    expect(completeProblem(toProblemCore(new UnavailableError('storage')), '/jobs', 'r1')).toEqual({
      type: 'urn:ingest:problem:storage-unavailable',
      title: 'Service Unavailable',
      status: 503,
      detail: 'The storage cannot be reached now; try again.',
      instance: '/jobs',
      code: 'STORAGE_UNAVAILABLE',
      request_id: 'r1',
    });
  });
});
