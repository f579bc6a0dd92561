import { InvalidConfigurationError, loadConfig } from './config/load-config.js';
import type { AppConfig } from './config/app-config.js';

/** What a person who runs a command did wrong; shown as it is, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/**
 * Runs an entry point with its configuration. A bad configuration is reported as a whole, in plain text for the person
 * who starts the process; anything else that goes wrong at the start ends it too.
 *
 * @param environment - variables by name, that of the process unless given
 */
export async function runProcess(
  main: (config: AppConfig) => Promise<void>,
  environment?: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  try {
    await main(loadConfig(environment));
  } catch (error) {
    const isForPeople = error instanceof InvalidConfigurationError || error instanceof CommandError;
    const text = isForPeople ? error.message : String((error as Error).stack ?? error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  }
}
