import type { Environment } from '../environment.js';
import type { Output } from '../output/output.js';
import type { Session } from '../session/session.js';

/** What every command is given. */
export interface CommandContext {
  readonly session: Session;
  readonly output: Output;
  readonly environment: Environment;
}
