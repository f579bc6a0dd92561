import { bringUp } from './local-stack/bring-up.js';
import { type DataDirectory, openDataDirectory } from './local-stack/data-directory.js';
import { watchInterrupts } from './local-stack/interrupts.js';
import { lastLines } from './local-stack/log-files.js';
import { RunningParts } from './local-stack/running-parts.js';
import { StackFile } from './local-stack/stack-file.js';
import { dataDirectoryPath, readSettings } from './local-stack/stack-settings.js';
import { StartFailure } from './local-stack/start-failure.js';
import { dim, summary } from './local-stack/summary.js';

/**
 * Runs the whole service on this machine until somebody asks it to stop: Postgres, Redis, API and worker, and no more
 * than what was not given by `DATABASE_URL`, `REDIS_URL` and `S3_ENDPOINT`.
 *
 * @returns the exit code: 0 when it was asked to stop, 1 when it could not start or a part crashed
 */
export async function runLocalStack(): Promise<number> {
  try {
    const data = openDataDirectory(dataDirectoryPath(process.env));
    // First of all: what an earlier run left behind may still hold the ports.
    return await runClaimed(data, await StackFile.claim(data.stackFile));
  } catch (error) {
    return explain(error);
  }
}

async function runClaimed(data: DataDirectory, file: StackFile): Promise<number> {
  const parts = new RunningParts(file);
  const stopping = new AbortController();
  watchInterrupts({
    onFirst: () => {
      tell('Stopping …');
      stopping.abort();
    },
    onSecond: () => {
      parts.kill();
      file.remove();
      process.exit(130);
    },
  });
  try {
    return await serve(data, file, parts, stopping.signal);
  } catch (error) {
    return stopping.signal.aborted ? 0 : explain(error);
  } finally {
    await parts.stop();
    file.remove();
    if (stopping.signal.aborted) tell('Stopped.');
  }
}

async function serve(
  data: DataDirectory,
  file: StackFile,
  parts: RunningParts,
  signal: AbortSignal,
): Promise<number> {
  const settings = await readSettings(process.env);
  const { endpoints, environment } = await bringUp({ settings, data, parts, tell, signal });
  const url = `http://localhost:${settings.port}`;
  const storesLocally = settings.storageType === 'LOCAL';
  file.update({
    urls: { ...endpoints, api: url, docs: `${url}/docs`, health: `${url}/health/ready` },
    environment,
    storage_dir: storesLocally ? (process.env['LOCAL_STORAGE_DIR'] ?? data.storage) : null,
    logs_dir: data.logs,
  });
  console.log(summary({ url, data, storesLocally, defaultUsers: !settings.production }));

  const crashed = await Promise.race([parts.crash, aborted(signal)]);
  if (crashed === undefined) return 0;
  throw new StartFailure(
    `The ${crashed.name} ${crashed.ending ?? 'ended'}. Its log ends (${crashed.logFile}):`,
    lastLines(crashed.logFile),
  );
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const done = (): void => {
      resolve(undefined);
    };
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}

function explain(error: unknown): number {
  const shown =
    error instanceof StartFailure
      ? [error.message, error.details.replaceAll(/^/gm, '  ')].filter((text) => text.trim() !== '').join('\n')
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  console.error(`\n${shown}\n`);
  return 1;
}

function tell(line: string): void {
  console.log(dim(line));
}
