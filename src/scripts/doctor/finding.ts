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
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  const { message, name } = error;
  return (message === '' ? name : message).split('\n', 1)[0] ?? name;
}
