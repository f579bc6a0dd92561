import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { lastLines } from './log-files.js';
import { ManagedProcess } from './managed-process.js';
import { StartFailure } from './start-failure.js';
import { until } from './until.js';

/** The folder of the compiled service, `dist/src`. */
const COMPILED = resolve(import.meta.dirname, '../..');
const READY_TIMEOUT_MS = 60_000;
/** The processes end by themselves in less; this is for one that hangs. */
const STOP_TIMEOUT_MS = 30_000;

/** Runs one of the service's scripts to its end. */
export async function runScript(name: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const script = spawn(process.execPath, [join(COMPILED, 'scripts', `${name}.js`)], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  for (const stream of [script.stdout, script.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const [code] = (await once(script, 'close')) as [number | null];
  if (code !== 0) throw new StartFailure(`\`${name}\` failed.`, output.trimEnd());
}

/** Starts the compiled API (`main.js`) or worker (`worker.js`). */
export function startEntry(
  name: string,
  file: string,
  env: NodeJS.ProcessEnv,
  logFile: string,
): Promise<ManagedProcess> {
  return ManagedProcess.start({
    name,
    command: process.execPath,
    args: [join(COMPILED, file)],
    env,
    logFile,
    stopTimeoutMs: STOP_TIMEOUT_MS,
  });
}

/** @throws StartFailure when it ended, or is not ready in time */
export async function untilReady(child: ManagedProcess, url: string, signal: AbortSignal): Promise<void> {
  const settled = async (): Promise<boolean> => child.ending !== undefined || (await isReady(url));
  const inTime = await until(settled, READY_TIMEOUT_MS, signal);
  if (signal.aborted || (inTime && child.ending === undefined)) return;
  const what = child.ending ?? `was not ready within ${READY_TIMEOUT_MS / 1000} s`;
  throw new StartFailure(`The ${child.name} ${what}. Its log ends:`, lastLines(child.logFile));
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
