import type { Duplex } from 'node:stream';
import pg from 'pg';
import { currentRequest, type RequestContext } from '../context/request-context.js';
import { type CancelTarget, sendCancelRequest } from './cancel-request.js';
import { preparedName } from './prepared.js';

const CANCEL_TIMEOUT_MS = 2_000;
/**
 * A server ends a statement by itself when its time is over, and at once when it is cancelled. One that is silent for so
 * much longer cannot be reached any more; the kernel would wait for minutes.
 */
const SILENT_AFTER_BOUND_MS = 5_000;
const SILENT_AFTER_CANCEL_MS = 1_000;
/** Has to run on an aborted connection too, or it goes back to the pool inside a transaction. */
const ENDS_TRANSACTION = /^\s*ROLLBACK/i;

/**
 * A connection whose statements end with the request that runs them: when its time is over or its client has gone, the
 * running statement is cancelled on the server and no other is begun. A time-out on our side alone would leave it running
 * there. A connection whose server has gone without a word is closed, so that the pool makes another.
 */
export class AbortableClient extends pg.Client {
  /** How long the server lets a statement run, milliseconds; 0 for ever. */
  private readonly statementBoundMs: number;

  /**
   * One whose greeting and end arrive together has left the pool and has not reached its user: nobody else listens then,
   * and an `error` that nobody hears ends the process. The next statement meets the lost connection.
   */
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.statementBoundMs = typeof config === 'object' ? Number(config.statement_timeout ?? 0) : 0;
    this.on('error', () => undefined);
  }

  // The library's overloads cannot be told apart here; the arguments and the answer pass through as they are.
  override query(...args: unknown[]): never {
    const run = (): Promise<unknown> =>
      (super.query as (...given: unknown[]) => Promise<unknown>).apply(this, named(args));
    if (typeof args.at(-1) === 'function') return run() as never;
    const request = currentRequest();
    if (request === undefined || ENDS_TRANSACTION.test(String(args[0]))) return this.runOnce(run) as never;
    return this.runUntil(request, () => this.runOnce(run)) as never;
  }

  /** A session that the server ends says so before it is gone; the pool must not give it to the next caller meanwhile. */
  private async runOnce(run: () => Promise<unknown>): Promise<unknown> {
    const { statementBoundMs } = this;
    const silence =
      statementBoundMs > 0 ? this.closeAfter(statementBoundMs + SILENT_AFTER_BOUND_MS) : undefined;
    try {
      return await run();
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.severity === 'FATAL') {
        void this.end().catch(() => undefined);
      }
      throw error;
    } finally {
      clearTimeout(silence);
    }
  }

  /** The connection is given back only when a cancellation has arrived, so that it cannot hit the next one's statement. */
  private async runUntil(request: RequestContext, run: () => Promise<unknown>): Promise<unknown> {
    request.throwIfAborted();
    let cancellation: Promise<void> | undefined;
    let silence: NodeJS.Timeout | undefined;
    const forget = request.onAbort(() => {
      cancellation = this.cancelRunning();
      silence = this.closeAfter(CANCEL_TIMEOUT_MS + SILENT_AFTER_CANCEL_MS);
    });
    try {
      return await run();
    } finally {
      forget();
      clearTimeout(silence);
      await cancellation;
    }
  }

  /** What runs then fails, and the pool takes the connection for lost. */
  private closeAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      // The library's types do not tell of it.
      const { connection } = this as unknown as { readonly connection: { readonly stream: Duplex } };
      connection.stream.destroy(
        Object.assign(new Error(`Postgres is silent for ${ms} ms.`), { code: 'ETIMEDOUT' }),
      );
    }, ms);
  }

  private cancelRunning(): Promise<void> {
    const { host, port } = this;
    // The library's types do not tell of these.
    const { ssl, processID, secretKey, connection } = this as unknown as Omit<
      CancelTarget,
      'host' | 'port'
    > & {
      readonly connection: { readonly sslNegotiation?: string };
    };
    const { sslNegotiation } = connection;
    return sendCancelRequest({ host, port, ssl, sslNegotiation, processID, secretKey }, CANCEL_TIMEOUT_MS);
  }
}

/** What `pg` is given for a statement that the connection shall prepare. */
function named(args: unknown[]): unknown[] {
  const [text, values, ...rest] = args;
  const name = typeof text === 'string' && Array.isArray(values) ? preparedName(text) : undefined;
  return name === undefined ? args : [{ name, text, values: values as unknown[] }, ...rest];
}
