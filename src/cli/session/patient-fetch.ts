import { setTimeout as pause } from 'node:timers/promises';
import { CliError } from '../cli-error.js';
import { isProblem, KEY_IN_USE } from './answer.js';

type Send = (request: Request) => Promise<Response>;

/**
 * Told before a request waits to be sent again: for how long, and that the service cannot be reached; without a fault it
 * had too many requests.
 */
export type OnWait = (seconds: number, fault?: CliError) => void;

export const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;
/** Over the limit, or not able at this moment. */
const PASSING = new Set([429, 502, 503, 504]);
/** To ask where parts are sent, or to make the file of its parts, does nothing twice. */
const REPEATABLE_POST = /\/parts\/(?:sign|complete)$/;
/** The lease of a request whose server died, 35 s unless its time limit was raised, is over by then. */
const IN_USE_PATIENCE_MS = 90_000;
const IN_USE_PAUSE_MS = 2_000;

/**
 * Sends a request once.
 *
 * @throws CliError when the server cannot be reached
 */
export const atOnce: Send = (request) =>
  fetch(request).catch((error: unknown) => {
    throw unreachable(request, error);
  });

/**
 * Sends a request again after a failure that passes: for as long as `Retry-After` says, else with growing pauses. One that
 * must not be done twice is sent again only where the server surely did nothing.
 *
 * @param onWait - told of waits that a person would wonder about
 * @throws CliError when the server cannot be reached
 */
export function patiently(onWait: OnWait): Send {
  return async (request) => {
    const patientUntil = Date.now() + IN_USE_PATIENCE_MS;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await atOnce(request.clone()).catch(asUnreachable);
      const passing = outcome instanceof CliError ? isRepeatable(request) : isPassing(request, outcome);
      if (outcome instanceof Response && Date.now() < patientUntil && (await isInUse(outcome))) {
        await pause(IN_USE_PAUSE_MS, undefined, { signal: request.signal });
        continue;
      }
      if (attempt < MAX_ATTEMPTS && passing) {
        const waitMs = pauseMs(outcome, attempt);
        if (outcome instanceof CliError) onWait(Math.ceil(waitMs / 1_000), outcome);
        else if (isLimited(outcome)) onWait(Math.ceil(waitMs / 1_000));
        await pause(waitMs, undefined, { signal: request.signal });
      } else if (outcome instanceof CliError) throw outcome;
      else return outcome;
    }
  };
}

export function isLimited(outcome: Response | CliError): boolean {
  return outcome instanceof Response && outcome.status === 429;
}

function isPassing(request: Request, { status }: Response): boolean {
  return PASSING.has(status) && (status === 429 || isRepeatable(request));
}

/** An earlier sending of the same request still runs, or its server died a moment ago. */
async function isInUse(response: Response): Promise<boolean> {
  if (response.status !== 409) return false;
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return isProblem(problem) && problem.code === KEY_IN_USE;
}

function isRepeatable(request: Request): boolean {
  const { method, headers, url } = request;
  return method === 'GET' || headers.has('Idempotency-Key') || REPEATABLE_POST.test(new URL(url).pathname);
}

/** What the service wishes, else longer each time. */
export function pauseMs(outcome: Response | CliError, attempt: number): number {
  const after = outcome instanceof CliError ? null : outcome.headers.get('Retry-After');
  const wanted = after === null ? FIRST_PAUSE_MS * 2 ** (attempt - 1) : Number(after) * 1_000;
  return Math.min(Number.isFinite(wanted) ? wanted : FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
}

function asUnreachable(error: unknown): CliError {
  if (error instanceof CliError) return error;
  throw error;
}

function unreachable(request: Request, error: unknown): CliError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { origin } = new URL(request.url);
  return new CliError(`${origin} cannot be reached: ${describe(cause)}`, { cause: error });
}

/** An AggregateError of several addresses has no message, but a code. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? ((error as NodeJS.ErrnoException).code ?? error.name) : error.message;
}
