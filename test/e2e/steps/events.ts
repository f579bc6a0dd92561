import type { HttpClient } from '../../support/http-client.js';
import { waitFor } from '../../support/wait-for.js';
import type { Job } from './jobs.js';

export interface JobEvent {
  readonly id: number | undefined;
  readonly event: string;
  readonly job: Job;
}

/** A stream of events that is being read. */
export interface EventReader {
  readonly status: number;
  readonly headers: Headers;
  /** What has come so far. */
  readonly events: readonly JobEvent[];
  /** Whether the server has ended it. */
  readonly ended: boolean;
  untilEnded(timeoutMs?: number): Promise<readonly JobEvent[]>;
  untilStatus(status: string): Promise<void>;
  /** Ends it from this side. */
  cut(): void;
}

export interface WatchOptions {
  readonly token?: string;
  readonly lastEventId?: number;
  readonly query?: string;
}

/** Opens the stream of a job's events, and reads it in the background. */
export async function watchJob(
  client: HttpClient,
  jobId: string,
  options: WatchOptions = {},
): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(new URL(`/jobs/${jobId}/events${options.query ?? ''}`, client.baseUrl), {
    signal: abort.signal,
    headers: {
      ...(options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }),
      ...(options.lastEventId === undefined ? {} : { 'Last-Event-ID': String(options.lastEventId) }),
    },
  });
  const state = { events: [] as JobEvent[], ended: false };
  void read(response, state.events)
    .catch(() => undefined)
    .finally(() => (state.ended = true));
  const { events } = state;
  return {
    status: response.status,
    headers: response.headers,
    events,
    get ended() {
      return state.ended;
    },
    untilEnded: async (timeoutMs = 30_000) => {
      await waitFor(() => state.ended, { what: 'the end of the events', timeoutMs });
      return events;
    },
    untilStatus: async (status) => {
      await waitFor(() => events.some(({ job }) => job.status === status), { what: `the event ${status}` });
    },
    cut: () => {
      abort.abort();
    },
  };
}

async function read(response: Response, events: JobEvent[]): Promise<void> {
  let pending = '';
  for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const messages = (pending + text).split('\n\n');
    pending = messages.pop() ?? '';
    events.push(...messages.filter((message) => message.includes('data: ')).map(parseMessage));
  }
}

function parseMessage(message: string): JobEvent {
  const fields = new Map(message.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  const id = fields.get('id');
  return {
    id: id === undefined ? undefined : Number(id),
    event: fields.get('event') ?? '',
    job: JSON.parse(fields.get('data') ?? '') as Job,
  };
}
