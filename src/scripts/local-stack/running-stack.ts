import { join } from 'node:path';
import { STACK_FILE } from './data-directory.js';
import { isAlive } from './process-identity.js';
import { readStack } from './stack-file.js';
import { dataDirectoryPath } from './stack-settings.js';

/**
 * What API and worker were given by the `npm start` that runs with this data folder, for commands beside it.
 *
 * @param env - says which data folder
 * @returns undefined where none runs, or it is still starting
 */
export function environmentOfRunningStack(
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> | undefined {
  const stack = readStack(join(dataDirectoryPath(env), STACK_FILE));
  return stack !== undefined && isAlive(stack.owner) ? stack.environment : undefined;
}
