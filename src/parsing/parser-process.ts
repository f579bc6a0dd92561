import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { ParseTimeoutError } from './errors.js';
import type { ParseOutcome, ParseProgress, ParseRequest } from './parse-request.js';
import { ParserChild, RequestNotTakenError } from './parser-child.js';
import type { ParserRequestMessage, ParserTask, ParserTasks } from './parser-messages.js';
import type { PreviewAnswer, PreviewRequest } from './preview-request.js';
import { type ResourceBounds, watchResources } from './resource-watch.js';

export interface ParserProcessOptions extends Partial<ResourceBounds> {
  /** Program of the child, compiled. */
  readonly entry?: URL;
  /** Wall time that one file may take. */
  readonly timeoutMs: number;
  /** Bound of the child's JavaScript heap, MiB. */
  readonly heapMb?: number;
  /** Children that are kept ready, those at work included; none by default. */
  readonly warm?: number;
}

export interface RunOptions {
  /** Stops the child; its reason is what `run` throws. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ParseProgress) => void;
}

const DEFAULT_HEAP_MB = 512;

/**
 * Parses each file in a child process of its own, which may die without harm. Starting one takes longer than parsing a
 * small file, so some are started ahead; each still handles one file and is ended then.
 */
export class ParserProcess implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly entry: URL;
  private readonly idle: ParserChild[] = [];
  private running = 0;
  private closed = false;

  constructor(private readonly options: ParserProcessOptions) {
    this.entry = options.entry ?? new URL('./parser.child.js', import.meta.url);
  }

  onApplicationBootstrap(): void {
    this.refill();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    await Promise.all(this.idle.splice(0).map((child) => child.end()));
  }

  /**
   * Parses one file; when this settles, the child is gone.
   *
   * @throws ParserCrashedError where the child died or broke the protocol
   * @throws ScratchFullError where it had no room on the disk
   * @throws ParseTimeoutError where it took longer than allowed
   * @throws ParseMemoryExceededError, ScratchExceededError where it used more than it may
   * @throws the signal's reason where it was aborted
   */
  run(request: ParseRequest, options: RunOptions = {}): Promise<ParseOutcome> {
    return this.handle({ type: 'parse', request }, options);
  }

  /**
   * Looks at one short text, in the same way.
   *
   * @throws as `run`
   */
  preview(request: PreviewRequest, options: RunOptions = {}): Promise<PreviewAnswer> {
    return this.handle({ type: 'preview', request }, options);
  }

  private async handle<T extends ParserTask>(
    message: ParserRequestMessage<T>,
    options: RunOptions,
  ): Promise<ParserTasks[T]['answer']> {
    options.signal?.throwIfAborted();
    try {
      return await this.handOver(this.take(), message, options);
    } catch (error) {
      if (!(error instanceof RequestNotTakenError)) throw error;
      // It died while it waited, and that was not yet known.
      return this.handOver(this.start(), message, options);
    }
  }

  private async handOver<T extends ParserTask>(
    child: ParserChild,
    message: ParserRequestMessage<T>,
    { signal, onProgress }: RunOptions,
  ): Promise<ParserTasks[T]['answer']> {
    this.running += 1;
    const { stop, stopped } = this.stopper(child, message.request.workDir, signal);
    try {
      return await Promise.race([child.handle(message, onProgress), stopped]);
    } finally {
      stop();
      await child.end();
      this.running -= 1;
      // Whoever waits for the outcome goes first.
      setImmediate(() => {
        this.refill();
      });
    }
  }

  private take(): ParserChild {
    let child = this.idle.shift();
    while (child !== undefined && !child.ready) child = this.idle.shift();
    return child ?? this.start();
  }

  private start(): ParserChild {
    return new ParserChild(this.entry, this.options.heapMb ?? DEFAULT_HEAP_MB);
  }

  /** One that dies while it waits is replaced when the next file is done, so that a broken program is not started in a loop. */
  private refill(): void {
    const { warm = 0 } = this.options;
    const ready = this.idle.filter((child) => child.ready);
    this.idle.splice(0, this.idle.length, ...ready);
    try {
      while (!this.closed && this.idle.length + this.running < warm) this.idle.push(this.start());
    } catch {
      // The next file needs one as well, and will say what is wrong.
    }
  }

  /** Everything that may end a child before it is done; `stopped` only ever rejects. */
  private stopper(
    child: ParserChild,
    workDir: string,
    signal: AbortSignal | undefined,
  ): { stop: () => void; stopped: Promise<never> } {
    const { timeoutMs, maxMemoryBytes = Infinity, maxScratchBytes = Infinity } = this.options;
    let stop = (): void => undefined;
    const stopped = new Promise<never>((_resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new ParseTimeoutError(timeoutMs));
      }, timeoutMs);
      const abort = (): void => {
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort);
      const unwatch = watchResources(
        { pid: child.pid, workDir },
        { maxMemoryBytes, maxScratchBytes },
        reject,
      );
      stop = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        unwatch();
      };
    });
    return { stop, stopped };
  }
}
