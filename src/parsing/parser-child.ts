import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ParserCrashedError, ScratchFullError } from './errors.js';
import type { ParseProgress } from './parse-request.js';
import type { ParserReplyMessage, ParserRequestMessage, ParserTask, ParserTasks } from './parser-messages.js';

/**
 * No variable of the service reaches the child: it holds no secret that a hostile file could bring to light. What the
 * engine frees, glibc keeps for it (mallopt(3)): to be given fresh pages for each row group costs a twentieth of all time.
 */
const CHILD_ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  TZ: 'UTC',
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: String(4 * 2 ** 20),
  MALLOC_TRIM_THRESHOLD_: String(128 * 2 ** 20),
};

/** The process was gone before it could be asked; nothing has happened to the file. */
export class RequestNotTakenError extends ParserCrashedError {
  constructor(cause: Error) {
    super('took no request', { cause });
  }
}

/** A process that waits for one file, handles it, and is then ended by its owner. */
export class ParserChild {
  /** Settles when the process is gone, at once where it never was; never rejects, so that it hides no other error. */
  readonly gone: Promise<void>;
  private readonly child: ChildProcess;
  private startFailure: Error | undefined;

  /**
   * @param heapMb bound of its JavaScript heap, MiB
   * @throws ParserCrashedError where it cannot be started at all
   */
  constructor(entry: URL, heapMb: number) {
    const options: ForkOptions = {
      env: CHILD_ENVIRONMENT,
      // A batch outlives a small young generation and would be copied again and again.
      execArgv: [`--max-old-space-size=${heapMb}`, '--max-semi-space-size=32'],
      // The engine's error texts quote the file, so the child's output goes nowhere.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    };
    try {
      this.child = fork(fileURLToPath(entry), [], options);
    } catch (error) {
      throw notStarted(error);
    }
    this.child.on('error', (error) => {
      this.startFailure ??= error;
    });
    this.gone =
      this.child.pid === undefined
        ? Promise.resolve()
        : new Promise((resolve) => {
            this.child.once('exit', () => {
              resolve();
            });
          });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Whether it can be given a file. */
  get ready(): boolean {
    return this.child.pid !== undefined && this.child.connected;
  }

  /**
   * Hands it its one request.
   *
   * @throws RequestNotTakenError where it was gone already
   * @throws ScratchFullError where it had no room on the disk
   * @throws ParserCrashedError where it dies or breaks the protocol
   */
  handle<T extends ParserTask>(
    request: ParserRequestMessage<T>,
    onProgress?: (progress: ParseProgress) => void,
  ): Promise<ParserTasks[T]['answer']> {
    return new Promise((resolve, reject) => {
      this.listen(onProgress, resolve, reject);
      if (this.startFailure !== undefined) reject(notStarted(this.startFailure));
      // One that was not started has no channel, and its 'error' is on the way.
      if (this.child.pid === undefined) return;
      this.child.send(request, (error) => {
        if (error) reject(new RequestNotTakenError(error));
      });
    });
  }

  /** Ends it, whatever it is doing. */
  async end(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.gone;
  }

  private listen(
    onProgress: ((progress: ParseProgress) => void) | undefined,
    resolve: (outcome: ParserTasks[ParserTask]['answer']) => void,
    reject: (error: Error) => void,
  ): void {
    let cause: Error | undefined;
    let diskFull = false;
    this.child.on('message', (message: ParserReplyMessage) => {
      if (message.type === 'progress') onProgress?.(message.progress);
      else if (message.type === 'outcome') resolve(message.outcome);
      else {
        cause = new Error(`the parser threw ${message.name}`);
        cause.stack = [cause.message, ...message.frames].join('\n');
        diskFull = message.diskFull;
      }
    });
    this.child.on('error', (error) => {
      reject(notStarted(error));
    });
    // Not 'exit', which may come before what the child said last: 'close' comes when its channel has been read to the end.
    this.child.once('close', (code, killedBy) => {
      const how = killedBy === null ? `exited with ${code ?? 'no code'}` : `was ended by ${killedBy}`;
      reject(diskFull ? new ScratchFullError({ cause }) : new ParserCrashedError(how, { cause }));
    });
  }
}

function notStarted(cause: unknown): ParserCrashedError {
  return new ParserCrashedError('could not be started', { cause });
}
