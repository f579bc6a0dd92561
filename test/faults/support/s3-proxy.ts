import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { freePort } from '../../support/ports.js';

/** What becomes of a request to the store. */
export type StorageFault =
  /** `503 SlowDown`. */
  | 'unavailable'
  /** The connection is cut with an RST before an answer. */
  | 'reset'
  /** The body of an answer, or the answer, stops half-way and the connection stays open. */
  | 'stall'
  /** The answer ends in order, with half of the body. */
  | 'short';

export interface S3Proxy {
  readonly url: string;
  /** Chooses for each request; undefined lets it through. */
  fail(choose: (method: string, path: string) => StorageFault | undefined): void;
  /** Requests that a fault was done to. */
  faults(): number;
  restore(): void;
  stop(): Promise<void>;
}

const SLOW_DOWN =
  '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Reduce your rate.</Message></Error>';

/** Stands before a store and passes requests on as they are signed. */
export async function startS3Proxy(endpoint: string): Promise<S3Proxy> {
  let choose: (method: string, path: string) => StorageFault | undefined = () => undefined;
  let faults = 0;
  const stalled = new Set<ServerResponse>();
  const server = createServer((incoming, response) => {
    const fault = choose(incoming.method ?? 'GET', incoming.url ?? '/');
    if (fault !== undefined) faults += 1;
    if (fault === 'unavailable')
      response.writeHead(503, { 'content-type': 'application/xml' }).end(SLOW_DOWN);
    else if (fault === 'reset') incoming.socket.resetAndDestroy();
    else if (fault === 'stall' && incoming.method !== 'GET') stalled.add(response);
    else forward(endpoint, incoming, response, fault, stalled);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const restore = (): void => {
    choose = () => undefined;
    for (const response of stalled) response.destroy();
    stalled.clear();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    fail: (chosen) => {
      choose = chosen;
    },
    faults: () => faults,
    restore,
    stop: async () => {
      restore();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The host is part of the signature, so the header stays as it came. */
function forward(
  endpoint: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  fault: StorageFault | undefined,
  stalled: Set<ServerResponse>,
): void {
  const { method, headers, url = '/' } = incoming;
  const upstream = request(new URL(url, endpoint), { method, headers }, (answer) => {
    if (fault === undefined) {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      return;
    }
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.once('end', () => {
      const body = Buffer.concat(chunks);
      const half = body.subarray(0, Math.floor(body.length / 2));
      const bytes = fault === 'short' ? half.length : body.length;
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': String(bytes) });
      if (fault === 'short') {
        response.end(half);
        return;
      }
      response.write(half);
      stalled.add(response);
    });
  });
  upstream.once('error', () => response.destroy());
  response.once('close', () => upstream.destroy());
  incoming.pipe(upstream);
}
