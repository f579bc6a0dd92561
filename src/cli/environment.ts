import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the command line takes from its surroundings. */
export interface Environment {
  /** Where the API answers, unless `--server` says otherwise. */
  readonly serverUrl: string;
  /** The folder of sessions (XDG Base Directory Specification). */
  readonly configDirectory: string;
  /** The folder of uploads that are not finished. */
  readonly stateDirectory: string;
  /** Whether colours are unwanted even at a terminal (https://no-color.org). */
  readonly plain: boolean;
}

const DEFAULT_URL = 'http://localhost:8000';

/** The one place of the command line that reads the environment. */
export function readEnvironment(): Environment {
  const { env } = process;
  return {
    serverUrl: set(env['INGEST_URL']) ?? DEFAULT_URL,
    configDirectory: join(set(env['XDG_CONFIG_HOME']) ?? join(homedir(), '.config'), 'ingest'),
    stateDirectory: join(set(env['XDG_STATE_HOME']) ?? join(homedir(), '.local', 'state'), 'ingest'),
    plain: set(env['NO_COLOR']) !== undefined,
  };
}

/** A variable that is there and empty counts as not there. */
function set(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
