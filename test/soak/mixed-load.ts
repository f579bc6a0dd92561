import { setTimeout as pause } from 'node:timers/promises';
import type { Job, Ticket } from '../e2e/steps/jobs.js';
import type { Random } from '../faults/support/random.js';
import type { Stack } from '../support/stack.js';
import { living } from './chaos.js';
import type { Sample } from './samples.js';

/** Which of the routes that steer jobs the service has. */
export interface Steering {
  readonly cancel: boolean;
  readonly retry: boolean;
  readonly remove: boolean;
}

/** What the clients were told, and did. */
export interface Dealings {
  /** Jobs for which `complete` said yes. */
  readonly accepted: Set<string>;
  readonly cancelled: Set<string>;
  /** Jobs that were asked to be removed; some of those calls may not have arrived. */
  readonly removed: Set<string>;
}

const CLIENTS_OF_A_USER = 2;
const CALL_TIMEOUT_MS = 10_000;
const AGAIN_MS = 300;
const POLL_MS = 200;
const CANCEL_SHARE = 0.08;
const REMOVE_SHARE = 0.1;

/** Finds out from the document what there is. */
export async function steeringOf(stack: Stack): Promise<Steering> {
  const { body } = await stack.http.get<{ paths: Record<string, Record<string, unknown>> }>('/openapi.json');
  const has = (path: string, method: string): boolean => body.paths[path]?.[method] !== undefined;
  return {
    cancel: has('/jobs/{job_id}/cancel', 'post'),
    retry: has('/jobs/{job_id}/retry', 'post'),
    remove: has('/jobs/{job_id}', 'delete'),
  };
}

/** One client: hands in files and follows each to its end, steering some of them. Any call may fail, and is made again. */
class SoakClient {
  constructor(
    private readonly stack: Stack,
    private readonly token: string,
    private readonly samples: readonly Sample[],
    private readonly random: Random,
    private readonly steering: Steering,
    private readonly dealings: Dealings,
    private readonly isOver: () => boolean,
  ) {}

  async run(): Promise<void> {
    while (!this.isOver()) await this.handIn().catch(() => pause(AGAIN_MS));
  }

  private async handIn(): Promise<void> {
    const { filename, content } = this.random.pick(this.samples);
    const ticket = await this.call('POST', '/ingest/files/init', { filename, size: content.length });
    if (ticket.status !== 201) throw new Error(`init: ${ticket.status}`);
    const { job_id, presigned_url } = ticket.body as Ticket;
    // Any API takes it: the signature is about the path, not the host.
    const { pathname, search } = new URL(presigned_url);
    const put = await fetch(new URL(`${pathname}${search}`, this.anyApi()), {
      method: 'PUT',
      body: new Uint8Array(content),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    if (put.status !== 200) throw new Error(`PUT: ${put.status}`);
    if (await this.untilAnswered('POST', '/ingest/files/complete', { job_id }))
      this.dealings.accepted.add(job_id);
    await this.follow(job_id);
  }

  private async follow(jobId: string): Promise<void> {
    if (this.steering.cancel && this.random.next() < CANCEL_SHARE) {
      this.dealings.cancelled.add(jobId);
      await this.untilAnswered('POST', `/jobs/${jobId}/cancel`);
      if (this.steering.retry && this.random.next() < 0.5)
        await this.untilAnswered('POST', `/jobs/${jobId}/retry`);
    }
    while (!this.isOver()) {
      const job = await this.call('GET', `/jobs/${jobId}`).catch(() => undefined);
      if (['COMPLETED', 'FAILED'].includes((job?.body as Job | undefined)?.status ?? '')) break;
      await pause(POLL_MS);
    }
    if (this.isOver() || !this.steering.remove || this.random.next() >= REMOVE_SHARE) return;
    this.dealings.removed.add(jobId);
    await this.untilAnswered('DELETE', `/jobs/${jobId}`);
  }

  /** Again and again while nobody answers, or with 5xx. @returns whether it was done, by this call or one before */
  private async untilAnswered(method: string, path: string, body?: object): Promise<boolean> {
    while (!this.isOver()) {
      const answer = await this.call(method, path, body).catch(() => undefined);
      if (answer !== undefined && answer.status < 429) return answer.status < 300 || answer.status === 409;
      await pause(AGAIN_MS);
    }
    return false;
  }

  private async call(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(new URL(path, this.anyApi()), {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  private anyApi(): string {
    return this.random.pick(living(this.stack, 'api')).url;
  }
}

/** Clients of several users. @returns the dealings, and how to end them */
export function startMixedLoad(
  stack: Stack,
  tokens: readonly string[],
  samples: readonly Sample[],
  random: Random,
  steering: Steering,
): { readonly dealings: Dealings; stop(): Promise<void> } {
  const dealings: Dealings = { accepted: new Set(), cancelled: new Set(), removed: new Set() };
  let over = false;
  const isOver = (): boolean => over;
  const clients = tokens.flatMap((token) =>
    Array.from({ length: CLIENTS_OF_A_USER }, () =>
      new SoakClient(stack, token, samples, random, steering, dealings, isOver).run(),
    ),
  );
  return {
    dealings,
    stop: async () => {
      over = true;
      await Promise.all(clients);
    },
  };
}
