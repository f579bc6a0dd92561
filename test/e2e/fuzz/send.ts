import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { FuzzedAnswer } from './answer-check.js';
import type { FuzzedRequest } from './fuzzed-request.js';

const TIMEOUT_MS = 30_000;

/** Sends requests as they are, such as no well-behaved client would. */
export class Sender {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(private readonly baseUrl: string) {}

  async send(
    { operation, path, headers, body }: FuzzedRequest,
    token: string | undefined,
  ): Promise<FuzzedAnswer> {
    const { hostname, port } = new URL(this.baseUrl);
    const sent = request({
      ...{ agent: this.agent, hostname, port, path, method: operation.method, timeout: TIMEOUT_MS },
      headers: {
        ...headers,
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
      },
    });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const [contentType = ''] = (response.headers['content-type'] ?? '').split(';');
    return { status: response.statusCode ?? 0, contentType, text: await textOf(response, contentType) };
  }

  close(): void {
    this.agent.destroy();
  }
}

/** A stream of events would go on for as long as its job. */
async function textOf(response: IncomingMessage, contentType: string): Promise<string> {
  if (contentType === 'text/event-stream') {
    response.destroy();
    return '';
  }
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
