import { type ArgumentMetadata, ParseUUIDPipe, ValidationPipe } from '@nestjs/common';
import { type ValidationError, validateSync, type ValidatorOptions } from 'class-validator';
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
export class InputValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      transformOptions: { exposeDefaultValues: true },
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => invalid(faultsOf(errors, '')),
    });
  }

  /** No rule of ours waits for anything, and the waiting variant costs more than the rules. */
  protected override validate(object: object, options?: ValidatorOptions): ValidationError[] {
    return validateSync(object, options);
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (metadata.type !== 'query' || !(error instanceof InvalidInputError)) throw error;
      throw invalid(
        (error.faults ?? []).map(({ pointer, detail }) => ({ pointer: `?${pointer.slice(1)}`, detail })),
      );
    }
  }
}

function invalid(faults: readonly FieldFault[]): InvalidInputError {
  return new InvalidInputError('VALIDATION_FAILED', 'The input is not valid; `errors` says where.', faults);
}

/** A path id that is no UUID is invalid input. */
export const uuidParam = (name: string): ParseUUIDPipe =>
  new ParseUUIDPipe({
    exceptionFactory: () =>
      new InvalidInputError('VALIDATION_FAILED', `${name} must be a UUID.`, [
        { pointer: `/${name}`, detail: `${name} must be a UUID` },
      ]),
  });
