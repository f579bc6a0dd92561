import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stopLeftover } from './managed-process.js';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';
import { StartFailure } from './start-failure.js';

/** One process of the stack, as the next run finds it after a hard kill of this one. */
export interface RecordedProcess extends ProcessIdentity {
  readonly name: string;
  readonly stopSignal: NodeJS.Signals;
}

/** What `stack.json` says about a running stack. */
export interface StackDescription {
  readonly owner: ProcessIdentity;
  readonly processes: readonly RecordedProcess[];
  /** The rest is filled in once all is ready. */
  readonly urls?: Readonly<Record<'api' | 'docs' | 'health' | 'worker' | 'database' | 'redis', string>>;
  /** Variables that API and worker were given. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly storage_dir?: string | null;
  readonly logs_dir?: string;
}

const LEFTOVER_STOP_MS = 15_000;

/** The file that describes the running stack, and by existing keeps a second one out of the same data folder. */
export class StackFile {
  private current: StackDescription;

  private constructor(
    private readonly path: string,
    owner: ProcessIdentity,
  ) {
    this.current = { owner, processes: [] };
  }

  /**
   * Claims the data folder for this process. What an earlier run left behind after a hard kill is ended first.
   *
   * @throws StartFailure when another stack runs there
   */
  static async claim(path: string): Promise<StackFile> {
    const owner = identify(process.pid);
    if (owner === undefined) throw new Error('this process cannot be found');
    const file = new StackFile(path, owner);
    if (file.create()) return file;
    const earlier = readStack(path);
    if (earlier !== undefined && isAlive(earlier.owner)) throw alreadyRunning(earlier);
    for (const leftover of earlier?.processes ?? []) {
      await stopLeftover(leftover, leftover.stopSignal, LEFTOVER_STOP_MS);
    }
    rmSync(path, { force: true });
    if (file.create()) return file;
    throw alreadyRunning(readStack(path));
  }

  add(process: RecordedProcess): void {
    this.update({ processes: [...this.current.processes, process] });
  }

  update(change: Partial<StackDescription>): void {
    this.current = { ...this.current, ...change };
    const next = `${this.path}.next`;
    writeFileSync(next, text(this.current), { mode: 0o600 });
    renameSync(next, this.path);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }

  private create(): boolean {
    try {
      // It holds passwords and keys.
      writeFileSync(this.path, text(this.current), { flag: 'wx', mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }
}

function alreadyRunning(stack: StackDescription | undefined): StartFailure {
  const where = stack?.urls === undefined ? 'it is still starting' : `it answers at ${stack.urls.api}`;
  return new StartFailure(
    `The service already runs with this data folder (pid ${stack?.owner.pid ?? 'unknown'}, ${where}). ` +
      'Stop it first, or give this one a folder of its own: INGEST_DATA_DIR=.data-2 PORT=8002 npm start',
  );
}

/** What the file says; undefined where there is none, whole or at all. */
export function readStack(path: string): StackDescription | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as StackDescription;
  } catch {
    return undefined;
  }
}

function text(description: StackDescription): string {
  return `${JSON.stringify(description, null, 2)}\n`;
}
