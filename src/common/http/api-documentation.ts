import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { completeProblem, type ProblemCore } from './problem.js';
import { ProblemDto } from './problem.dto.js';

type ProblemStatus = 401 | 403 | 404 | 409 | 413 | 422 | 429 | 503 | 504;

/** One typical problem of each status; an operation may give its own. */
const TYPICAL: Readonly<Record<ProblemStatus, Omit<ProblemCore, 'status'> & { readonly when: string }>> = {
  401: {
    when: 'No access token, or one that does not hold',
    code: 'UNAUTHENTICATED',
    detail: 'The access token does not hold; refresh it, or log in again.',
  },
  403: {
    when: 'The role lacks the permission',
    code: 'FORBIDDEN',
    detail: 'Your role does not have the permission ingest:write.',
  },
  404: { when: 'No such thing, or another user’s', code: 'JOB_NOT_FOUND', detail: 'There is no such job.' },
  409: {
    when: 'The state does not allow it',
    code: 'JOB_STATE_CONFLICT',
    detail: 'The job is QUEUED, which does not allow this.',
  },
  413: {
    when: 'The request body is too large',
    code: 'BODY_TOO_LARGE',
    detail: 'The request body is too large; the limit is 100 KB.',
  },
  422: {
    when: 'The input is invalid',
    code: 'VALIDATION_FAILED',
    detail: 'The input is not valid; `errors` says where.',
    errors: [{ pointer: '/size', detail: 'size must not be less than 1' }],
  },
  429: {
    when: 'Over the limit; `Retry-After` says for how long',
    code: 'RATE_LIMITED',
    detail: 'Too many requests; wait for the seconds that Retry-After names.',
  },
  503: {
    when: 'Postgres or storage is away; `Retry-After`',
    code: 'DATABASE_UNAVAILABLE',
    detail: 'The database cannot be reached now; try again.',
  },
  504: {
    when: 'Not done in time, and stopped',
    code: 'REQUEST_TIMEOUT',
    detail: 'The request was not finished in time and was stopped.',
  },
};

const EXAMPLE_REQUEST_ID = '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e';

/** Documents the problems that an operation may answer, each with an example. */
export function ApiProblems(...statuses: readonly ProblemStatus[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ...statuses.map((status) => {
      const { when, ...problem } = TYPICAL[status];
      return ApiResponse({
        status,
        description: when,
        content: {
          'application/problem+json': {
            schema: { $ref: getSchemaPath(ProblemDto) },
            example: completeProblem({ status, ...problem }, '/the/path', EXAMPLE_REQUEST_ID),
          },
        },
      });
    }),
  );
}

/**
 * Documents what an operation answers when it goes well.
 *
 * @param model - the class of the body; in brackets for an array of them
 * @param others - what it answers to who accepts another media type
 */
export function ApiSuccess<T>(
  status: 200 | 201,
  model: Type<T> | readonly [Type<T>],
  example: T | readonly T[],
  others: Readonly<
    Record<string, { readonly schema: { readonly type: 'string' }; readonly example: string }>
  > = {},
): MethodDecorator {
  const isArray = Array.isArray(model);
  const item = (isArray ? (model as readonly [Type<T>])[0] : model) as Type<T>;
  const schema = { $ref: getSchemaPath(item) };
  return applyDecorators(
    ApiExtraModels(item),
    ApiResponse({
      status,
      description: 'Done',
      content: {
        'application/json': { schema: isArray ? { type: 'array', items: schema } : schema, example },
        ...others,
      },
    }),
  );
}

/** Documents an operation that answers 204 and nothing else. */
export function ApiNothing(): MethodDecorator {
  return ApiResponse({ status: 204, description: 'Done' });
}
