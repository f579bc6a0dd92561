import { type ArgumentMetadata, ParseUUIDPipe, ValidationPipe } from '@nestjs/common';
import {
  getMetadataStorage,
  type ValidationError,
  validateSync,
  type ValidatorOptions,
} from 'class-validator';
import { type FieldFault, InvalidInputError } from '../errors/domain.error.js';
import { parameterName } from './parse-query.js';

/** The constraint of class-validator that a member breaks which its class does not have. */
const UNKNOWN_MEMBER = 'whitelistValidation';
/** Of members in the answer to an unknown one. */
const MAX_NAMES = 20;
const MAX_NAME_CHARACTERS = 60;
/** A body of 100 KB has room for thousands. */
const MAX_FAULTS = 50;

/** What the rules say, before it is known how the client wrote the input. */
class BrokenRules extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('the input breaks rules');
  }
}

/** How a client writes the place and the name of a member. */
interface Notation {
  readonly pointer: (path: string) => string;
  readonly name: (member: string) => string;
}

const BODY: Notation = { pointer: (path) => path, name: (member) => member };
const QUERY: Notation = { pointer: (path) => `?${path.slice(1)}`, name: parameterName };

const escapePointer = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');

function* faultsOf(
  errors: readonly ValidationError[],
  notation: Notation,
  path = '',
): Generator<FieldFault, void, undefined> {
  for (const error of errors) {
    const place = `${path}/${escapePointer(error.property)}`;
    if (isMissing(error)) {
      yield { pointer: notation.pointer(place), detail: `${notation.name(error.property)} is missing` };
      continue;
    }
    for (const [constraint, detail] of Object.entries(error.constraints ?? {})) {
      yield {
        pointer: notation.pointer(place),
        detail: constraint === UNKNOWN_MEMBER ? unknownMember(error, notation) : detail,
      };
    }
    yield* faultsOf(error.children ?? [], notation, place);
  }
}

/** What its rules say of a member that is not there would be beside the point. */
function isMissing({ target, property }: ValidationError): boolean {
  return (target as Readonly<Record<string, unknown>> | undefined)?.[property] === undefined;
}

/** Only those that are told are put into words. */
function firstOf<T>(items: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.push(item) === count) break;
  }
  return first;
}

function unknownMember({ property, target }: ValidationError, { name }: Notation): string {
  const shown =
    property.length > MAX_NAME_CHARACTERS ? `${property.slice(0, MAX_NAME_CHARACTERS)}…` : property;
  const known = membersOf(target).map(name);
  const more = known.length > MAX_NAMES ? ', …' : '';
  return `${shown} is not known here; known are ${known.slice(0, MAX_NAMES).join(', ')}${more}`;
}

/** The members that the object's class has rules for. */
function membersOf(target: object | undefined): string[] {
  if (target === undefined) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', true, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))].sort();
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
      validationError: { target: true, value: false },
      exceptionFactory: (errors) => new BrokenRules(errors),
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
      if (!(error instanceof BrokenRules)) throw error;
      const faults = faultsOf(error.errors, metadata.type === 'query' ? QUERY : BODY);
      throw new InvalidInputError(
        'VALIDATION_FAILED',
        'The input is not valid; `errors` says where.',
        firstOf(faults, MAX_FAULTS),
      );
    }
  }
}

/** A path id that is no UUID is invalid input. */
export const uuidParam = (name: string): ParseUUIDPipe =>
  new ParseUUIDPipe({
    exceptionFactory: () =>
      new InvalidInputError('VALIDATION_FAILED', `${name} must be a UUID.`, [
        { pointer: `/${name}`, detail: `${name} must be a UUID` },
      ]),
  });
