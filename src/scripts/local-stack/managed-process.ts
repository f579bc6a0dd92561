import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';
import { until } from './until.js';

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Its output is appended here. */
  readonly logFile: string;
  /** Asks it to end in an orderly way. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long it may take for that before it is killed. */
  readonly stopTimeoutMs?: number;
}

/** How a process ended, in words. */
export type Ending = string;

/**
 * A process of the stack. It leads a process group of its own: Ctrl-C in a terminal goes to the whole foreground group,
 * and the stack decides in which order its parts end.
 */
export class ManagedProcess {
  readonly name: string;
  readonly logFile: string;
  readonly identity: ProcessIdentity;
  /** Settles when the process is gone, whatever the reason. */
  readonly ended: Promise<Ending>;
  ending: Ending | undefined;
  /** Set once the stack wants it to end; ending before that is a crash. */
  stopping = false;

  private constructor(
    private readonly options: ProcessOptions,
    private readonly child: ChildProcess,
    pid: number,
  ) {
    this.name = options.name;
    this.logFile = options.logFile;
    this.identity = identify(pid) ?? { pid, startedAt: 'ended at once' };
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.ending = signal === null ? `ended with code ${code ?? 'unknown'}` : `was ended by ${signal}`;
        resolve(this.ending);
      });
    });
  }

  /** @throws when the command cannot be run at all */
  static async start(options: ProcessOptions): Promise<ManagedProcess> {
    const log = openSync(options.logFile, 'a');
    const child = spawn(options.command, options.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: options.env ?? process.env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    });
    closeSync(log);
    const pid = child.pid;
    if (pid !== undefined) return new ManagedProcess(options, child, pid);
    return new Promise((_resolve, reject) => {
      child.once('error', reject);
    });
  }

  get stopSignal(): NodeJS.Signals {
    return this.options.stopSignal ?? 'SIGTERM';
  }

  get pid(): number {
    return this.identity.pid;
  }

  /** Asks it to end, and kills it with all it started when it does not in time. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.ending !== undefined) return;
    this.child.kill(this.stopSignal);
    await endOrKill(this.ended, this.options.stopTimeoutMs ?? 10_000, () => {
      this.kill();
    });
  }

  kill(): void {
    this.stopping = true;
    if (this.ending === undefined) killGroup(this.pid);
  }
}

async function endOrKill(ended: Promise<Ending>, timeoutMs: number, kill: () => void): Promise<void> {
  const timer = setTimeout(kill, timeoutMs);
  await ended;
  clearTimeout(timer);
}

/** Ends a process that an earlier run left behind. */
export async function stopLeftover(
  leftover: ProcessIdentity,
  signal: NodeJS.Signals,
  timeoutMs: number,
): Promise<void> {
  if (!isAlive(leftover)) return;
  process.kill(leftover.pid, signal);
  if (await until(() => !isAlive(leftover), timeoutMs)) return;
  killGroup(leftover.pid);
  await until(() => !isAlive(leftover), 5_000);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
}
