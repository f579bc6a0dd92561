import type { Response } from 'express';

/** One message of a stream (WHATWG HTML, "Server-sent events"). */
export interface ServerSentEvent {
  /** What `Last-Event-ID` will say after a cut; left out where the message need not be repeated. */
  readonly id?: number;
  readonly event: string;
  /** Sent as JSON. */
  readonly data: object;
}

const RECONNECT_AFTER_MS = 1_000;
/** Proxies take a connection that says nothing for longer for dead. */
const HEARTBEAT_MS = 15_000;
/** A client that lets this much pile up is let go; it goes on from its last id when it comes back. */
const MAX_BUFFERED_BYTES = 1_048_576;

/** Server-sent events over one response, with a heartbeat, until either side ends it. */
export class EventStream {
  private readonly heartbeat: NodeJS.Timeout;

  constructor(private readonly response: Response) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: ${RECONNECT_AFTER_MS}\n\n`);
    this.heartbeat = setInterval(() => {
      this.write(': still here\n\n');
    }, HEARTBEAT_MS);
    response.once('close', () => {
      clearInterval(this.heartbeat);
    });
  }

  send({ id, event, data }: ServerSentEvent): void {
    const head = id === undefined ? '' : `id: ${id}\n`;
    this.write(`${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    this.response.end();
  }

  private write(text: string): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    if (this.response.writableLength > MAX_BUFFERED_BYTES) this.response.destroy();
    else this.response.write(text);
  }
}
