import { setTimeout as pause } from 'node:timers/promises';
import type { Job, Ticket } from '../../e2e/steps/jobs.js';
import { type HttpClient, putFile } from '../../support/http-client.js';
import type { Stack } from '../../support/stack.js';
import { waitFor } from '../../support/wait-for.js';
import { rounded } from './figures.js';

/**
 * Clients that each hand in a file, wait for its end, and begin again; refused or cut calls are made once more. At first as
 * fast as they can.
 */
export interface Load {
  /** Jobs that the service has accepted: `complete` answered 200. */
  readonly accepted: ReadonlySet<string>;
  /** So many files a second from now on. What a fault kept from being handed in is handed in later; Infinity ends it. */
  setPace(filesPerSecond: number): void;
  /** Whether the service does all that it is given: most clients wait for their turn. */
  keepsUp(): boolean;
  /**
   * What the service does of the work that begins in this time: none is counted that began before, and that which is at work
   * at the end has a while to be done. At a steady pace that the service keeps it is the pace itself.
   *
   * @returns jobs completed a second
   */
  watch(forMs: number): Promise<number>;
  /** Takes no more files, and waits until every accepted job has ended. @returns those that have not */
  stop(timeoutMs?: number): Promise<string[]>;
}

/** A file from its turn to the end of its job, milliseconds of the process's clock. */
interface Work {
  /** When it was its turn, or when a client was free to take a turn that was long over. */
  readonly begunAt: number;
  completedAt?: number;
}

const CLIENTS = 6;
const POLL_MS = 100;
const AGAIN_MS = 200;
const ENDS_WITHIN_MS = 90_000;
/** For what is at work when a watch ends. */
const LATE_MS = 5_000;
/** A turn taken no later than this is one of its own time; what is later was held up, and begins when it is taken. */
const LATE_TURN_MS = 1_000;

export function startLoad(stack: Stack, client: HttpClient, content: string): Load {
  const accepted = new Set<string>();
  const works: Work[] = [];
  let over = false;
  const turns = new Turns();
  const one = async (): Promise<void> => {
    while (!over) {
      const work: Work = { begunAt: await turns.next() };
      works.push(work);
      if (await handInAtLast(client, content, accepted, () => over)) work.completedAt = performance.now();
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, one));
  const unfinished = async (): Promise<string[]> => {
    const rows = await stack.query<{ job_id: string }>(
      `SELECT job_id FROM jobs WHERE job_id = ANY ($1) AND status NOT IN ('COMPLETED', 'FAILED')`,
      [[...accepted]],
    );
    return rows.map((row) => row.job_id);
  };
  return {
    accepted,
    setPace: (filesPerSecond) => {
      turns.setPace(filesPerSecond);
    },
    keepsUp: () => turns.waiting >= CLIENTS - 2,
    watch: async (forMs) => {
      const from = performance.now();
      const begun = (): Work[] => works.filter(({ begunAt }) => begunAt >= from && begunAt < from + forMs);
      const done = (): Work[] => begun().filter(({ completedAt }) => completedAt !== undefined);
      await pause(forMs + LATE_TURN_MS);
      await waitFor(() => done().length === begun().length, {
        what: 'the work of the watch to be done',
        timeoutMs: LATE_MS,
      }).catch(() => undefined);
      return rounded((done().length * 1_000) / forMs);
    },
    stop: async (timeoutMs = ENDS_WITHIN_MS) => {
      over = true;
      turns.setPace(Infinity);
      await clients;
      await waitFor(async () => (await unfinished()).length === 0, {
        what: 'every job to end',
        timeoutMs,
        intervalMs: 200,
      }).catch(() => undefined);
      return unfinished();
    },
  };
}

/** When the next file is due. Turns that nobody could take are not forgotten. */
class Turns {
  waiting = 0;
  private intervalMs = 0;
  private dueAt = 0;
  private paceEnds = new AbortController();

  /** Who waits by the old pace has its turn now. */
  setPace(perSecond: number): void {
    this.intervalMs = 1_000 / perSecond;
    this.dueAt = performance.now();
    this.paceEnds.abort();
    this.paceEnds = new AbortController();
  }

  /** @returns when it was due, or when it was asked for where that was much later */
  async next(): Promise<number> {
    const askedAt = performance.now();
    const dueAt = (this.dueAt += this.intervalMs);
    this.waiting += 1;
    const { signal } = this.paceEnds;
    await pause(dueAt - askedAt, undefined, { signal }).catch(() => undefined);
    this.waiting -= 1;
    return askedAt - dueAt > LATE_TURN_MS ? askedAt : dueAt;
  }
}

async function handInAtLast(
  client: HttpClient,
  content: string,
  accepted: Set<string>,
  isOver: () => boolean,
): Promise<boolean> {
  while (!isOver()) {
    try {
      return await handIn(client, content, accepted, isOver);
    } catch {
      await pause(AGAIN_MS);
    }
  }
  return false;
}

/** @returns whether its job is completed */
async function handIn(
  client: HttpClient,
  content: string,
  accepted: Set<string>,
  isOver: () => boolean,
): Promise<boolean> {
  const request = { filename: 'load.log', size: Buffer.byteLength(content) };
  const ticket = await client.post<Ticket>('/ingest/files/init', request);
  if (ticket.status !== 201) throw new Error(`init: ${ticket.status}`);
  const { job_id } = ticket.body;
  if ((await putFile(ticket.body.presigned_url, content)).status !== 200) throw new Error('PUT');
  if (!(await completeAtLast(client, job_id, isOver))) return false;
  accepted.add(job_id);
  for (;;) {
    const job = await client.get<Job>(`/jobs/${job_id}`).catch(() => undefined);
    if (job?.body.status === 'COMPLETED') return true;
    if (isOver() || job?.body.status === 'FAILED') return false;
    await pause(POLL_MS);
  }
}

/** An answer that was lost may have been a yes: 409 then says so. */
async function completeAtLast(client: HttpClient, jobId: string, isOver: () => boolean): Promise<boolean> {
  for (;;) {
    const answer = await client.post('/ingest/files/complete', { job_id: jobId }).catch(() => undefined);
    if (answer?.status === 200 || answer?.status === 409) return true;
    if (isOver()) return false;
    await pause(AGAIN_MS);
  }
}
