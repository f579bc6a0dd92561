import type { AppConfig } from '../common/config/app-config.js';
import { onOneConnection } from '../common/database/one-connection.js';
import { CommandError } from '../common/run-process.js';
import { reasonOf } from './doctor/finding.js';

const TIMEOUT_MS = 5_000;

/** @throws CommandError with where to look, where the database does not answer a command that a person has given */
export async function expectDatabase({ database }: AppConfig): Promise<void> {
  const connection = { url: database.url, applicationName: 'ingest-command', timeoutMs: TIMEOUT_MS };
  try {
    await onOneConnection(connection, (client) => client.query('SELECT 1'));
  } catch (error) {
    throw new CommandError(`The database cannot be used (${reasonOf(error)}); look at DATABASE_URL.`);
  }
}
