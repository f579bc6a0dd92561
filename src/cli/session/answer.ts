import type { Schemas } from '../../client/create-client.js';
import { CliError } from '../cli-error.js';

/** The code of a request whose `Idempotency-Key` another one holds. */
export const KEY_IN_USE = 'IDEMPOTENCY_KEY_IN_USE';

/** Refusals that would come again; of what passes, is busy or is not allowed now, another try may go well. */
const JUDGEMENTS = new Set([404, 409, 422]);
/** Conflicts that the same upload gets over. */
const PASSING_CONFLICTS = new Set([KEY_IN_USE, 'PARTS_MISSING']);

interface Result<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The server said no. */
export class RefusedError extends CliError {
  constructor(
    readonly status: number,
    /** Stable; empty where the answer was no problem of the service. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** Whether the service has judged: asked the same again, it would say the same. */
  get isJudgement(): boolean {
    return JUDGEMENTS.has(this.status) && !PASSING_CONFLICTS.has(this.code);
  }
}

/**
 * The body of a good answer.
 *
 * @throws RefusedError with what the problem says
 */
export function answerOf<Data>({ data, error, response }: Result<Data>): Data {
  if (data !== undefined && response.ok) return data;
  throw refusal(response.status, error);
}

/** @throws RefusedError unless the operation went well; for answers without a body */
export function expectDone({ error, response }: Result<unknown>): void {
  if (!response.ok) throw refusal(response.status, error);
}

function refusal(status: number, error: unknown): RefusedError {
  const {
    code,
    detail,
    errors = [],
  } = isProblem(error) ? error : { code: '', detail: `The server answered ${status}.` };
  // Each says what it is about; where that stands in the body of a request is nothing that was typed here.
  const sentence = errors.length > 0 ? errors.map((fault) => fault.detail).join('; ') : detail;
  return new RefusedError(status, code, code === '' ? sentence : `${sentence} (${code})`);
}

export function isProblem(error: unknown): error is Schemas['ProblemDto'] {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}
