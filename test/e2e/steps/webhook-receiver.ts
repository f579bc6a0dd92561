import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { waitFor } from '../../support/wait-for.js';

/** A request as it came. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request; the default is 204. */
export type Answering = (response: ServerResponse, count: number) => void;

export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** How the next requests are answered; `count` is 1 for the first after this call. */
  answer(answering: Answering): void;
  /** Waits for so many requests in all. */
  until(count: number, timeoutMs?: number): Promise<readonly Received[]>;
  stop(): Promise<void>;
}

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Answering =>
  (response) => {
    response.writeHead(code, headers).end();
  };

/** A real HTTP server on loopback that keeps what it got. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let answering: Answering = status(204);
  let count = 0;
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    void text(request).then((body) => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      count += 1;
      answering(response, count);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    answer: (next) => {
      answering = next;
      count = 0;
    },
    until: (wanted, timeoutMs = 30_000) =>
      waitFor(() => received.length >= wanted && [...received], {
        what: `${wanted} webhooks`,
        timeoutMs,
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
