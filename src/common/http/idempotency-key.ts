import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { InvalidIdempotencyKeyError } from '../idempotency/idempotency-errors.js';

const HEADER = 'Idempotency-Key';
const VALID_KEY = /^[\x21-\x7e]{1,255}$/;

/** Injects the request's `Idempotency-Key`; undefined where there is none. */
export const IdempotencyKey = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string | undefined => {
    const key = context.switchToHttp().getRequest<Request>().get(HEADER);
    if (key !== undefined && !VALID_KEY.test(key)) throw new InvalidIdempotencyKeyError();
    return key;
  },
);

/** Documents the header of an operation that may be sent twice. */
export function ApiIdempotencyKey(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: HEADER,
      required: false,
      description:
        'Makes the request safe to repeat: for 24 hours the same key with the same request gets the first answer again, ' +
        'and the work is done once. The same key with another request answers 422 `IDEMPOTENCY_KEY_REUSED`; while the ' +
        'first one is running, 409 `IDEMPOTENCY_KEY_IN_USE`. Keys are yours alone, and each operation has its own. ' +
        'A failure that changed nothing is not remembered. 1 to 255 visible ASCII characters, a UUID for example.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]{1,255}$' },
      example: '5f0f2c5e-0c5b-4a55-9a2c-0d8a3c1f7e11',
    }),
  );
}
