/** How a point stands: `warn` works and deserves a look, `fail` does not work or must not stay so. */
export type Verdict = 'ok' | 'warn' | 'fail';

/** What was found at one point, and what to do about it. */
export interface Finding {
  readonly verdict: Verdict;
  /** Short and stable; the production checklist refers to it. */
  readonly point: string;
  /** One sentence for a person. */
  readonly text: string;
}

export const ok = (point: string, text: string): Finding => ({ verdict: 'ok', point, text });
export const warn = (point: string, text: string): Finding => ({ verdict: 'warn', point, text });
export const fail = (point: string, text: string): Finding => ({ verdict: 'fail', point, text });

/** The first line of what went wrong; causes say more than what wraps them. */
export function reasonOf(error: unknown): string {
  const origin = innermost(error);
  if (!(origin instanceof Error)) return String(origin);
  const { message, name } = origin;
  return (message === '' ? name : message).split('\n', 1)[0] ?? name;
}

/** What began it: the cause of the cause, and of several the first. */
export function innermost(error: unknown): unknown {
  if (error instanceof AggregateError) return innermost(error.errors[0]);
  return error instanceof Error && error.cause !== undefined ? innermost(error.cause) : error;
}
