import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Of closing the connection. */
const END_TIMEOUT_MS = 1_000;

/** Who asks, and how long an answer may take. */
export interface OneConnection {
  readonly url: string;
  readonly applicationName: string;
  readonly timeoutMs: number;
}

/** Asks something on a connection of its own, outside any pool; for a start and for commands that look around. */
export async function onOneConnection<T>(
  { url, applicationName, timeoutMs }: OneConnection,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    application_name: applicationName,
    keepAlive: true,
  });
  // A server that goes away meanwhile is met by the next statement.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await ended(client);
  }
}

/** A peer that has gone silent never closes its side. */
async function ended(client: pg.Client): Promise<void> {
  const waiting = new AbortController();
  const isLate = pause(END_TIMEOUT_MS, true, { signal: waiting.signal }).catch(() => false);
  const left = await Promise.race([
    client.end().then(
      () => false,
      () => true,
    ),
    isLate,
  ]);
  waiting.abort();
  if (left) destroyConnection(client);
}

function destroyConnection(client: pg.Client): void {
  // The library's types do not tell of it.
  const { connection } = client as unknown as { readonly connection?: { readonly stream: Duplex } };
  connection?.stream.destroy();
}
