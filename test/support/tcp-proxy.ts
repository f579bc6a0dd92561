import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './ports.js';
import { type Direction, type LaneRules, TcpLane } from './tcp-lane.js';
import { waitFor } from './wait-for.js';

/** A server's address as a test sees it, with a network between that the test rules over. */
export interface TcpProxy {
  readonly port: number;
  /** The same URL, led through the proxy. */
  through(url: string): string;
  /** How many connections are open now. */
  connections(): number;
  /** Keeps bytes back; connections stay open, new ones are accepted. Both directions by default. */
  hold(...directions: readonly Direction[]): void;
  /**
   * Begins to hold when a client sends this text. `before` keeps it from the server; `after` lets it through, and keeps
   * the server's answer from the client.
   *
   * @returns a promise of the moment; it rejects when the text does not come in time
   */
  holdAt(text: string, when: 'before' | 'after', timeoutMs?: number): Promise<void>;
  /** Bytes come so much later; 0 ends it. */
  delay(ms: number): void;
  /** So many bytes a second, for each connection and direction; Infinity ends it. */
  throttle(bytesPerSecond: number): void;
  /** Ends every connection, and every new one at once, until `restore`. */
  cut(): void;
  /** Ends every connection with an RST; new ones are fine. */
  reset(): void;
  /** The servers' ends are closed and clients hear nothing of it; nor do new ones get an answer, until `restore`. */
  halfOpen(): void;
  /** Ends every fault. What was held is sent on. */
  restore(): void;
  /** Closes everything. */
  stop(): Promise<void>;
}

interface Connection {
  readonly client: Socket;
  readonly server: Socket | undefined;
  readonly lanes: readonly TcpLane[];
}

interface Watch {
  readonly text: string;
  readonly when: 'before' | 'after';
  seen: boolean;
}

type Acceptance = 'forward' | 'refuse' | 'ignore';

const HOLD_AT_TIMEOUT_MS = 30_000;

/** Starts a proxy on a free loopback port. */
export async function startTcpProxy(target: {
  readonly port: number;
  readonly host?: string;
}): Promise<TcpProxy> {
  const proxy = new Proxy(target.port, target.host ?? '127.0.0.1');
  await proxy.listen();
  return proxy;
}

/** A proxy to the server that a URL names. */
export function startTcpProxyTo(url: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(url);
  return startTcpProxy({ host: hostname, port: Number(port) });
}

class Proxy implements TcpProxy, LaneRules {
  port = 0;
  readonly held = new Set<Direction>();
  delayMs = 0;
  bytesPerSecond = Infinity;
  private acceptance: Acceptance = 'forward';
  private watches: Watch[] = [];
  private readonly open = new Set<Connection>();
  private readonly listener: Server;

  constructor(
    private readonly targetPort: number,
    private readonly targetHost: string,
  ) {
    this.listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.accept(client);
    });
  }

  async listen(): Promise<void> {
    this.port = await freePort();
    await new Promise<void>((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(this.port, '127.0.0.1', resolve);
    });
  }

  through(url: string): string {
    const led = new URL(url);
    led.hostname = '127.0.0.1';
    led.port = String(this.port);
    return led.href;
  }

  connections(): number {
    return this.open.size;
  }

  hold(...directions: readonly Direction[]): void {
    for (const direction of directions.length === 0 ? (['up', 'down'] as const) : directions) {
      this.held.add(direction);
    }
  }

  async holdAt(text: string, when: 'before' | 'after', timeoutMs = HOLD_AT_TIMEOUT_MS): Promise<void> {
    const watch: Watch = { text, when, seen: false };
    this.watches.push(watch);
    await waitFor(() => watch.seen, { timeoutMs, intervalMs: 2, what: `a client to send: ${text}` });
  }

  inspect(direction: Direction, chunk: Buffer): void {
    if (direction === 'down') return;
    for (const watch of this.watches) {
      if (watch.seen || !chunk.includes(watch.text)) continue;
      watch.seen = true;
      this.held.add(watch.when === 'before' ? 'up' : 'down');
    }
  }

  delay(ms: number): void {
    this.delayMs = ms;
  }

  throttle(bytesPerSecond: number): void {
    this.bytesPerSecond = bytesPerSecond;
  }

  cut(): void {
    this.acceptance = 'refuse';
    for (const connection of this.open) this.end(connection);
  }

  reset(): void {
    for (const { client, server, lanes } of this.open) {
      for (const lane of lanes) lane.stop();
      client.resetAndDestroy();
      server?.resetAndDestroy();
    }
  }

  halfOpen(): void {
    this.acceptance = 'ignore';
    this.hold();
    for (const { server } of this.open) server?.destroy();
  }

  restore(): void {
    this.acceptance = 'forward';
    this.watches = [];
    this.held.clear();
    this.delayMs = 0;
    this.bytesPerSecond = Infinity;
    for (const connection of this.open) {
      // One that nobody forwards any more would leave its client waiting for ever.
      if (connection.server === undefined || connection.server.destroyed) this.end(connection);
      else for (const lane of connection.lanes) lane.pump();
    }
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => {
      this.listener.close(() => {
        resolve();
      });
    });
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.acceptance === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    if (this.acceptance === 'ignore') {
      this.keep({ client, server: undefined, lanes: [] });
      client.resume();
      return;
    }
    const server = connect({
      port: this.targetPort,
      host: this.targetHost,
      allowHalfOpen: true,
      noDelay: true,
    });
    server.on('error', () => undefined);
    const lanes = [new TcpLane('up', client, server, this), new TcpLane('down', server, client, this)];
    const connection = this.keep({ client, server, lanes });
    server.once('close', () => {
      if (this.acceptance !== 'ignore') this.end(connection);
    });
  }

  private keep(connection: Connection): Connection {
    this.open.add(connection);
    connection.client.once('close', () => {
      this.end(connection);
    });
    return connection;
  }

  private end(connection: Connection): void {
    this.open.delete(connection);
    for (const lane of connection.lanes) lane.stop();
    connection.client.destroy();
    connection.server?.destroy();
  }
}
