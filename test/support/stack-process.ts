import { resolve } from 'node:path';
import { type Child, startChild, tail } from './child.js';
import { freePort } from './ports.js';
import { waitFor } from './wait-for.js';

/** One API or worker process, as compiled. */
export interface StackProcess extends Child {
  readonly kind: ProcessKind;
  readonly url: string;
}

export type ProcessKind = 'api' | 'worker';
export type Variables = Readonly<Record<string, string>>;

/** A run that measures coverage starts a copy of `dist` that counts. */
const DIST = resolve(process.env['TEST_DIST'] ?? 'dist', 'src');
const ENTRY: Readonly<Record<ProcessKind, string>> = { api: `${DIST}/main.js`, worker: `${DIST}/worker.js` };
const READY_TIMEOUT_MS = 45_000;

/**
 * Starts an API or a worker without waiting for anything.
 *
 * @param port - by default any free one
 */
export async function spawnProcess(kind: ProcessKind, env: Variables, port?: number): Promise<StackProcess> {
  const listening = String(port ?? (await freePort()));
  const url = `http://127.0.0.1:${listening}`;
  const child = await startChild({
    name: kind,
    command: process.execPath,
    args: [ENTRY[kind]],
    env: { PUBLIC_URL: url, ...env, ...(kind === 'api' ? { PORT: listening } : { WORKER_PORT: listening }) },
  });
  return { ...child, kind, url };
}

/** Waits until the process says that it is ready; fails at once when it ended. */
export async function untilReady(process: StackProcess): Promise<void> {
  const answered = waitFor(
    async () => process.ending() !== undefined || (await fetch(`${process.url}/health/ready`)).status === 200,
    { timeoutMs: READY_TIMEOUT_MS, what: `${process.kind} to be ready` },
  );
  await answered.catch((error: unknown) => {
    throw new Error(`${String(error)}\n${tail(process.output())}`);
  });
  if (process.ending() !== undefined) {
    throw new Error(`${process.kind} ended at start (${process.ending() ?? ''}):\n${tail(process.output())}`);
  }
}

/** Runs one of the compiled scripts to its end. */
export async function runScript(name: string, args: readonly string[], env: Variables): Promise<string> {
  const script = await startChild({
    name,
    command: process.execPath,
    args: [`${DIST}/scripts/${name}.js`, ...args],
    env,
  });
  await waitFor(() => script.ending() !== undefined, { timeoutMs: READY_TIMEOUT_MS, what: `${name} to end` });
  if (script.ending() === 0) return script.output();
  throw new Error(`${name} ended with ${script.ending() ?? ''}:\n${tail(script.output())}`);
}
