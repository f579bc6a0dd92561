import { type ChildProcess, spawn } from 'node:child_process';
import { waitFor } from './wait-for.js';

export interface ChildOptions {
  /** Short, for messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Everything it wrote to stdout and stderr so far. */
  output(): string;
  /** Code or signal once it ended, else undefined. */
  ending(): number | NodeJS.Signals | undefined;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL to the process alone, as a crash would end it; waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and an error when it has to be killed because it does not end in time. */
  stop(timeoutMs?: number): Promise<void>;
}

const STOP_TIMEOUT_MS = 20_000;

/** Children that still run; the process that runs the tests takes them along when it ends before they were stopped. */
const running = new Set<ChildProcess>();
let watchingExit = false;

/** Starts a process whose output is kept. */
export async function startChild(options: ChildOptions): Promise<Child> {
  takeChildrenAlong();
  const child = spawn(options.command, options.args, {
    cwd: options.cwd ?? process.cwd(),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  running.add(child);
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  child.once('exit', () => running.delete(child));
  return handle(options.name, child, chunks);
}

function handle(name: string, child: ChildProcess, chunks: readonly string[]): Child {
  const output = (): string => chunks.join('');
  const ending = (): number | NodeJS.Signals | undefined => child.exitCode ?? child.signalCode ?? undefined;
  const ended = (timeoutMs: number): Promise<boolean> =>
    waitFor(() => ending() !== undefined, { timeoutMs, what: `${name} to end` });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended(STOP_TIMEOUT_MS);
  };
  return {
    name,
    pid: child.pid ?? -1,
    output,
    ending,
    signal: (signal) => void child.kill(signal),
    kill,
    stop: async (timeoutMs = STOP_TIMEOUT_MS) => {
      if (ending() !== undefined) return;
      child.kill('SIGCONT'); // a test may have frozen it
      child.kill('SIGTERM');
      if (await ended(timeoutMs).catch(() => false)) return;
      await kill();
      throw new Error(
        `${name} did not end within ${timeoutMs} ms of SIGTERM. Its output ends:\n${tail(output())}`,
      );
    },
  };
}

/** @returns the last lines of an output, for messages */
export function tail(output: string, lines = 25): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

function takeChildrenAlong(): void {
  if (watchingExit) return;
  watchingExit = true;
  process.once('exit', () => {
    for (const child of running) child.kill('SIGKILL');
  });
}
