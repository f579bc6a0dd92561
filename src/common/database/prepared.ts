const MARK = /^\/\* prepared: ([a-z_]+) \*\/ /;

/**
 * Marks a statement that runs with most requests: each connection lets the server parse and plan it once. For statements
 * whose best plan does not depend on their parameters; `name` is the same for the same text only.
 */
export function prepared(name: string, statement: string): string {
  return `/* prepared: ${name} */ ${statement}`;
}

/** The name that a statement was marked with. */
export function preparedName(statement: string): string | undefined {
  return MARK.exec(statement)?.[1];
}
