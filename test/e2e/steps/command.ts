import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Variables } from '../../support/stack-process.js';

const SCRIPTS = resolve(process.env['TEST_DIST'] ?? 'dist', 'src/scripts');
const TIMEOUT_MS = 30_000;

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the compiled commands, with this on its standard input. */
export function runCommand(
  name: string,
  args: readonly string[],
  env: Variables,
  input = '',
): Promise<CommandResult> {
  return runProgram([`${SCRIPTS}/${name}.js`, ...args], env, input);
}

/** Runs a program in Node, its file first among the arguments, with this on its standard input. */
export async function runProgram(
  args: readonly string[],
  env: Variables,
  input: string | Uint8Array,
  timeoutMs = TIMEOUT_MS,
): Promise<CommandResult> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => (written[stream] += chunk));
  }
  // A command that refuses does not read what it is given.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...written };
}
