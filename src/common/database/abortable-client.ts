import pg from 'pg';
import { currentRequest, type RequestContext } from '../context/request-context.js';
import { preparedName } from './prepared.js';

const CANCEL_TIMEOUT_MS = 2_000;
/** Has to run on an aborted connection too, or it goes back to the pool inside a transaction. */
const ENDS_TRANSACTION = /^\s*ROLLBACK/i;

/**
 * A connection whose statements end with the request that runs them: when its time is over or its client has gone, the
 * running statement is cancelled on the server and no other is begun. A time-out on our side alone would leave it running
 * there. Outside a request it is an ordinary connection.
 */
export class AbortableClient extends pg.Client {
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
    try {
      return await run();
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.severity === 'FATAL') {
        void this.end().catch(() => undefined);
      }
      throw error;
    }
  }

  /** The connection is given back only when a cancellation has arrived, so that it cannot hit the next one's statement. */
  private async runUntil(request: RequestContext, run: () => Promise<unknown>): Promise<unknown> {
    request.throwIfAborted();
    let cancellation: Promise<void> | undefined;
    const forget = request.onAbort(() => {
      cancellation = this.cancelRunning();
    });
    try {
      return await run();
    } finally {
      forget();
      await cancellation;
    }
  }

  private async cancelRunning(): Promise<void> {
    const { processID } = this as unknown as { processID: number };
    const messenger = new pg.Client({
      ...this.connectionSettings(),
      connectionTimeoutMillis: CANCEL_TIMEOUT_MS,
      query_timeout: CANCEL_TIMEOUT_MS,
      application_name: 'ingest-cancel',
    });
    // Best effort: where it fails, the statement's own time limit ends it.
    messenger.on('error', () => undefined);
    try {
      await messenger.connect();
      await messenger.query('SELECT pg_cancel_backend($1)', [processID]);
    } catch {
      return;
    } finally {
      await messenger.end().catch(() => undefined);
    }
  }

  private connectionSettings(): pg.ClientConfig {
    const { host, port, user, password, database, ssl } = this;
    return {
      host,
      port,
      ...(user === undefined ? {} : { user }),
      password: password ?? '',
      ...(database === undefined ? {} : { database }),
      ssl,
    };
  }
}

/** What `pg` is given for a statement that the connection shall prepare. */
function named(args: unknown[]): unknown[] {
  const [text, values, ...rest] = args;
  const name = typeof text === 'string' && Array.isArray(values) ? preparedName(text) : undefined;
  return name === undefined ? args : [{ name, text, values: values as unknown[] }, ...rest];
}
