import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ParserCrashedError, ParseTimeoutError } from './errors.js';
import type { ParseOutcome, ParseProgress, ParseRequest } from './parse-request.js';
import type { ParserReplyMessage } from './parser-messages.js';

export interface ParserProcessOptions {
  /** Program of the child, compiled. */
  readonly entry?: URL;
  /** Wall time that one file may take. */
  readonly timeoutMs: number;
  /** Bound of the child's JavaScript heap, MiB. */
  readonly heapMb?: number;
}

export interface RunOptions {
  /** Stops the child; its reason is what `run` throws. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ParseProgress) => void;
}

const DEFAULT_HEAP_MB = 512;
/** No variable of the service reaches the child: it holds no secret that a hostile file could bring to light. */
const CHILD_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC', MALLOC_ARENA_MAX: '2' };

/** Parses each file in a child process of its own, which may die without harm. */
export class ParserProcess {
  private readonly entry: URL;

  constructor(private readonly options: ParserProcessOptions) {
    this.entry = options.entry ?? new URL('./parser.child.js', import.meta.url);
  }

  /**
   * Parses one file; when this settles, the child is gone.
   *
   * @throws ParserCrashedError where the child died or broke the protocol
   * @throws ParseTimeoutError where it took longer than allowed
   * @throws the signal's reason where it was aborted
   */
  async run(request: ParseRequest, { signal, onProgress }: RunOptions = {}): Promise<ParseOutcome> {
    signal?.throwIfAborted();
    const child = this.fork();
    const gone = hasEnded(child);
    const timeout = AbortSignal.timeout(this.options.timeoutMs);
    try {
      return await new Promise<ParseOutcome>((resolve, reject) => {
        timeout.addEventListener('abort', () => {
          reject(new ParseTimeoutError(this.options.timeoutMs));
        });
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
        listen(child, onProgress, resolve, reject);
        // One that was not started has no channel, and its 'error' is on the way.
        if (child.pid === undefined) return;
        child.send({ type: 'parse', request }, (error) => {
          if (error) reject(new ParserCrashedError('took no request', { cause: error }));
        });
      });
    } finally {
      child.kill('SIGKILL');
      await gone;
    }
  }

  private fork(): ChildProcess {
    const options: ForkOptions = {
      env: CHILD_ENVIRONMENT,
      // A batch outlives a small young generation and would be copied again and again.
      execArgv: [
        `--max-old-space-size=${this.options.heapMb ?? DEFAULT_HEAP_MB}`,
        '--max-semi-space-size=32',
      ],
      // The engine's error texts quote the file, so the child's output goes nowhere.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    };
    try {
      return fork(fileURLToPath(this.entry), [], options);
    } catch (error) {
      throw notStarted(error);
    }
  }
}

function notStarted(cause: unknown): ParserCrashedError {
  return new ParserCrashedError('could not be started', { cause });
}

/** Settles when the child is gone, at once where it never was; never rejects, so that it hides no other error. */
function hasEnded(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
}

function listen(
  child: ChildProcess,
  onProgress: RunOptions['onProgress'],
  resolve: (outcome: ParseOutcome) => void,
  reject: (error: Error) => void,
): void {
  let cause: Error | undefined;
  child.on('message', (message: ParserReplyMessage) => {
    if (message.type === 'progress') onProgress?.(message.progress);
    else if (message.type === 'outcome') resolve(message.outcome);
    else {
      cause = new Error(`the parser threw ${message.name}`);
      cause.stack = [cause.message, ...message.frames].join('\n');
    }
  });
  child.on('error', (error) => {
    reject(notStarted(error));
  });
  // Not 'exit', which may come before what the child said last: 'close' comes when its channel has been read to the end.
  child.once('close', (code, killedBy) => {
    const how = killedBy === null ? `exited with ${code ?? 'no code'}` : `was ended by ${killedBy}`;
    reject(new ParserCrashedError(how, { cause }));
  });
}
