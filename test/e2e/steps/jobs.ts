import { type HttpClient, putFile } from '../../support/http-client.js';
import { waitFor } from '../../support/wait-for.js';

/** A job as the wire shows it, as far as the tests look. */
export interface Job {
  readonly job_id: string;
  readonly job_type: string;
  readonly source: string;
  readonly status: string;
  readonly progress: number;
  readonly retry_count: number;
  readonly attempt: number;
  readonly created_at: string;
  readonly queued_at: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly updated_at: string;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly file: { readonly filename: string; readonly size: number } | null;
  readonly statistics: Statistics | null;
}

export interface Statistics {
  readonly bytes: number;
  readonly decompressed_bytes: number;
  readonly lines: number;
  readonly record_lines: number;
  readonly records: number;
  readonly rejected_lines: number;
  readonly blank_lines: number;
  readonly structural_lines: number;
  readonly replaced_bytes: number;
  readonly first_timestamp: string | null;
  readonly last_timestamp: string | null;
  readonly severities: Readonly<Record<string, number>>;
  readonly timestamps: Readonly<Record<string, number>>;
  readonly rejects: readonly { code: string; count: number; first_line: number; sample: string }[];
  readonly detected_format: string;
  readonly compression: string;
  readonly encoding: string;
}

export interface Ticket {
  readonly job_id: string;
  readonly presigned_url: string;
  readonly expires_in: number;
  readonly expires_at: string;
}

/** Fields of `init` beside the size, which is the content's. */
export type InitOptions = Readonly<Record<string, unknown>>;

/** Asks for an upload of `size` bytes. */
export async function init(client: HttpClient, size: number, options: InitOptions = {}): Promise<Ticket> {
  const answer = await client.post<Ticket>('/ingest/files/init', {
    filename: 'test.log',
    size,
    log_format: 'auto',
    ...options,
  });
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
  return answer.body;
}

/** init and PUT. */
export async function upload(
  client: HttpClient,
  content: Uint8Array | string,
  options: InitOptions = {},
): Promise<Ticket> {
  const ticket = await init(client, Buffer.byteLength(content), options);
  expect((await putFile(ticket.presigned_url, content)).status).toBe(200);
  return ticket;
}

/** init, PUT and complete. @returns the job's id */
export async function submit(
  client: HttpClient,
  content: Uint8Array | string,
  options: InitOptions = {},
): Promise<string> {
  const { job_id } = await upload(client, content, options);
  const answer = await client.post('/ingest/files/complete', { job_id });
  expect({ status: answer.status, body: answer.body }).toEqual({
    status: 200,
    body: { message: 'Job queued successfully', job_id, status: 'QUEUED' },
  });
  return job_id;
}

export async function getJob(client: HttpClient, jobId: string): Promise<Job> {
  const answer = await client.get<Job>(`/jobs/${jobId}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Polls until the job satisfies the condition. */
export function untilJob(
  client: HttpClient,
  jobId: string,
  condition: (job: Job) => boolean,
  options: { readonly what: string; readonly timeoutMs?: number },
): Promise<Job> {
  return waitFor(
    async () => {
      const job = await getJob(client, jobId);
      return condition(job) ? job : undefined;
    },
    { timeoutMs: 60_000, ...options },
  );
}

export function untilFinished(client: HttpClient, jobId: string, timeoutMs = 60_000): Promise<Job> {
  return untilJob(client, jobId, isFinished, { what: `job ${jobId} to finish`, timeoutMs });
}

export const isFinished = (job: Job): boolean => job.status === 'COMPLETED' || job.status === 'FAILED';

/** The whole journey. @returns the finished job */
export async function ingest(
  client: HttpClient,
  content: Uint8Array | string,
  options: InitOptions = {},
): Promise<Job> {
  return untilFinished(client, await submit(client, content, options));
}

/** Every line is counted once. */
export function expectBalance(statistics: Statistics | null): asserts statistics is Statistics {
  if (statistics === null) throw new Error('The job has no statistics.');
  const { lines, record_lines, rejected_lines, blank_lines, structural_lines } = statistics;
  expect(record_lines + rejected_lines + blank_lines + structural_lines).toBe(lines);
  expect(statistics.records).toBeLessThanOrEqual(record_lines);
  expect(statistics.rejects.reduce((sum, group) => sum + group.count, 0)).toBeLessThanOrEqual(rejected_lines);
  const { parsed = 0, missing = 0 } = statistics.timestamps;
  expect(parsed + missing).toBe(statistics.records);
}
