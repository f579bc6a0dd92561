import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { QueryProcessLostError, QueryTooLargeError, ResultUnreadableError } from '../errors.js';
import type { EngineSettings, FromQueryProcess, QueryFailure, ToQueryProcess } from './query-messages.js';
import type { Query, ResultOf } from './query-request.js';

/** How long a cancelled query may take to stop before its process is ended. */
const CANCEL_TIMEOUT_MS = 1_000;
const HEAP_MB = 256;
/** No variable of the service reaches the child: it needs none, and it reads what strangers have written. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC', MALLOC_ARENA_MAX: '2' };

/** One process with an engine in it, which answers one query at a time. It starts with its first query. */
export class QueryProcess {
  private child: ChildProcess | undefined;
  private lastId = 0;

  constructor(
    private readonly settings: EngineSettings,
    private readonly entry = new URL('./query.child.js', import.meta.url),
  ) {}

  /**
   * Runs a query. When this settles the process is free again, or gone.
   *
   * @param signal - stops the query; its reason is what is thrown
   * @throws QueryTooLargeError, ResultUnreadableError, QueryProcessLostError
   */
  async run<Q extends Query>(query: Q, signal: AbortSignal | undefined): Promise<ResultOf<Q>> {
    signal?.throwIfAborted();
    this.child ??= this.start();
    const reply = await this.ask(this.child, query, signal);
    signal?.throwIfAborted();
    if (reply.type === 'failure') throw errorOf(reply.failure);
    return reply.result as ResultOf<Q>;
  }

  /** Ends the process; the next query starts another. */
  stop(): void {
    if (this.child !== undefined) this.end(this.child);
  }

  private end(child: ChildProcess): void {
    child.kill('SIGKILL');
    this.forget(child);
  }

  private forget(child: ChildProcess): void {
    if (this.child === child) this.child = undefined;
  }

  private start(): ChildProcess {
    const child = fork(fileURLToPath(this.entry), [], {
      env: ENVIRONMENT,
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      serialization: 'advanced',
      // The engine's error texts quote the file, so the child's output goes nowhere.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const forget = (): void => {
      this.forget(child);
    };
    // One that could not be started closes without an exit.
    child
      .on('error', () => undefined)
      .once('exit', forget)
      .once('close', forget);
    send(child, { type: 'open', settings: this.settings });
    return child;
  }

  private ask(child: ChildProcess, query: Query, signal: AbortSignal | undefined): Promise<FromQueryProcess> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      if (!isReachable(child)) {
        this.end(child);
        reject(new QueryProcessLostError('had ended before it was asked'));
        return;
      }
      let timer: NodeJS.Timeout | undefined;
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        child.off('message', hear).off('close', lose);
        signal?.removeEventListener('abort', cancel);
        act();
      };
      const hear = (message: FromQueryProcess): void => {
        if (message.id === id)
          settle(() => {
            resolve(message);
          });
      };
      const lose = (code: number | null, killedBy: string | null): void => {
        const how = killedBy === null ? `exited with ${code ?? 'no code'}` : `was ended by ${killedBy}`;
        settle(() => {
          reject(signal?.aborted === true ? (signal.reason as Error) : new QueryProcessLostError(how));
        });
      };
      const cancel = (): void => {
        send(child, { type: 'cancel', id });
        timer = setTimeout(() => {
          this.end(child);
          settle(() => {
            reject(signal?.reason as Error);
          });
        }, CANCEL_TIMEOUT_MS);
      };
      child.on('message', hear).on('close', lose);
      signal?.addEventListener('abort', cancel, { once: true });
      send(child, { type: 'query', id, query });
    });
  }
}

/** Whether its 'close' is still to come, and what is sent arrives before that. */
function isReachable({ connected, exitCode, signalCode }: ChildProcess): boolean {
  return connected && exitCode === null && signalCode === null;
}

/** What cannot be sent was meant for a process that is going, which its 'close' tells. */
function send(child: ChildProcess, message: ToQueryProcess): void {
  if (child.connected) child.send(message, () => undefined);
}

function errorOf({ reason, name, frames }: QueryFailure): Error {
  const cause = new Error(`the engine raised ${name}`);
  cause.stack = [cause.message, ...frames].join('\n');
  return reason === 'memory' ? new QueryTooLargeError({ cause }) : new ResultUnreadableError({ cause });
}
