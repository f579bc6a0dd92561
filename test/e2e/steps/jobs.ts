import type { Schemas } from '../../../src/client/create-client.js';
import { type HttpClient, putFile } from '../../support/http-client.js';
import { waitFor } from '../../support/wait-for.js';

/** As the document of the API says; what it does not say, no test can look at. */
export type Job = Schemas['JobDto'];
export type Statistics = Schemas['JobStatisticsDto'];
export type Ticket = Schemas['UploadTicketDto'];

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

/** Polls until the job satisfies the condition; one that does not is told as it was at last. */
export async function untilJob(
  client: HttpClient,
  jobId: string,
  condition: (job: Job) => boolean,
  options: { readonly what: string; readonly timeoutMs?: number },
): Promise<Job> {
  let job: Job | undefined;
  const satisfied = waitFor(
    async () => {
      job = await getJob(client, jobId);
      return condition(job) ? job : undefined;
    },
    { timeoutMs: 60_000, ...options },
  );
  return satisfied.catch((error: unknown) => {
    throw new Error(`${String(error)}\n${JSON.stringify(job)}`);
  });
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
  const { parsed, missing } = statistics.timestamps;
  expect(parsed + missing).toBe(statistics.records);
}
