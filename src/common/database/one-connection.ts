import pg from 'pg';

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
  });
  // A server that goes away meanwhile is met by the next statement.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
