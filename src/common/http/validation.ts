import { ParseUUIDPipe, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldFault, InvalidInputError } from '../errors/domain.error.js';

const escapePointer = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');

function faultsOf(errors: readonly ValidationError[], path: string): FieldFault[] {
  return errors.flatMap((error) => {
    const pointer = `${path}/${escapePointer(error.property)}`;
    const own = Object.values(error.constraints ?? {}).map((detail) => ({ pointer, detail }));
    return [...own, ...faultsOf(error.children ?? [], pointer)];
  });
}

/**
 * Validates bodies and queries against their DTO: unknown fields are faults, and nothing is converted implicitly (an
 * empty `limit` is no zero, `flag=false` is no true); a DTO that takes numbers from a query converts them itself.
 */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    transformOptions: { exposeDefaultValues: true },
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new InvalidInputError(
        'VALIDATION_FAILED',
        'The input is not valid; `errors` says where.',
        faultsOf(errors, ''),
      ),
  });
}

/** A path id that is no UUID is invalid input. */
export const uuidParam = (name: string): ParseUUIDPipe =>
  new ParseUUIDPipe({
    exceptionFactory: () =>
      new InvalidInputError('VALIDATION_FAILED', `${name} must be a UUID.`, [
        { pointer: `/${name}`, detail: `${name} must be a UUID` },
      ]),
  });
