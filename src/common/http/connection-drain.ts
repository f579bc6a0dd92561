import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connections } from '../lifecycle/shutdown.js';

/** Between two looks at which connections have nothing more to do. */
const LOOK_MS = 50;
/** A client that keeps its connections for less time than the drain gives has closed a quiet one itself by then. */
const MIN_QUIET_MS = 500;
const MAX_QUIET_MS = 5_000;
/** One that is always busy closes its listener all the same. */
const MAX_WAIT_MS = 1_000;
const QUIET_TURN_MS = 1;

interface Connection {
  readonly running: Set<ServerResponse>;
  /** When something last came or was answered, milliseconds of the process's clock. */
  touchedAt: number;
  /** What had arrived on it by then, bytes. */
  bytesRead: number;
}

/**
 * Ends a server's connections without a reset that a client could see: the listener first, at a moment in which nobody
 * waits to be accepted; then every connection says `Connection: close` with its next answer, so that a proxy takes its
 * requests elsewhere; those that stay quiet for as long as the drain are closed. (`server.close()` would close idle
 * connections at once, perhaps while a request is on its way on one of them. Only a client that closes its idle ones sooner
 * is sure that none ever is.)
 */
export class ConnectionDrain implements Connections {
  private readonly connections = new Map<Socket, Connection>();
  private accepted = 0;
  private finishing = false;
  private readonly quietMs: number;

  /** @param drainMs for how long the server still takes everything before it is finished, milliseconds */
  constructor(
    private readonly server: Server,
    drainMs: number,
  ) {
    this.quietMs = Math.min(Math.max(drainMs, MIN_QUIET_MS), MAX_QUIET_MS);
    server.on('connection', (socket: Socket) => {
      this.accepted += 1;
      this.connections.set(socket, { running: new Set(), touchedAt: performance.now(), bytesRead: 0 });
      socket.once('close', () => this.connections.delete(socket));
    });
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      this.watch(request, response);
    });
  }

  async finish(timeoutMs: number): Promise<number> {
    let cutOff = 0;
    const startedAt = performance.now();
    await this.nobodyIsWaiting();
    const closed = new Promise<void>((resolve) => {
      NetServer.prototype.close.call(this.server, () => {
        resolve();
      });
    });
    this.finishing = true;
    for (const response of this.runningResponses()) response.shouldKeepAlive = false;
    const look = setInterval(() => void this.closeQuiet(), LOOK_MS);
    const last = setTimeout(
      () => {
        cutOff = this.runningResponses().length;
        this.server.closeAllConnections();
      },
      timeoutMs - (performance.now() - startedAt),
    );
    await closed;
    clearInterval(look);
    clearTimeout(last);
    return cutOff;
  }

  private watch({ socket }: IncomingMessage, response: ServerResponse): void {
    if (this.finishing) response.shouldKeepAlive = false;
    const connection = this.connections.get(socket);
    if (connection === undefined) return;
    connection.running.add(response);
    response.once('close', () => {
      connection.running.delete(response);
      touch(socket, connection);
    });
  }

  private runningResponses(): ServerResponse[] {
    return [...this.connections.values()].flatMap(({ running }) => [...running]);
  }

  /** Whoever has connected and was not accepted is reset by the kernel when the listener is closed. */
  private async nobodyIsWaiting(): Promise<void> {
    const until = performance.now() + MAX_WAIT_MS;
    while (performance.now() < until) {
      const before = this.accepted;
      if ((await quietTurn()) && this.accepted === before) return;
    }
  }

  /**
   * A request that came while the process was busy, or had no processor, has not been read when a timer fires: it is, once
   * the event loop has been round. Closing before that would lose it.
   */
  private async closeQuiet(): Promise<void> {
    if (!(await quietTurn())) return;
    for (const [socket, connection] of this.connections) {
      if (socket.bytesRead !== connection.bytesRead || connection.running.size > 0) touch(socket, connection);
      // Not merely ended: what comes on it all the same is not carried out, since it could not be answered.
      else if (performance.now() - connection.touchedAt > this.quietMs) socket.destroy();
    }
  }
}

function touch(socket: Socket, connection: Connection): void {
  connection.bytesRead = socket.bytesRead;
  connection.touchedAt = performance.now();
}

/** One time round the event loop. @returns whether nothing kept the loop, so that whatever had arrived was read */
async function quietTurn(): Promise<boolean> {
  await nextTurn();
  const startedAt = performance.now();
  await nextTurn();
  return performance.now() - startedAt < QUIET_TURN_MS;
}
