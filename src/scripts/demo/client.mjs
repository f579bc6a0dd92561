// The service's REST interface, as any client would use it.
import { setTimeout as pause } from 'node:timers/promises';

const FIRST_POLL_MS = 150;
const SLOWEST_POLL_MS = 2_000;
const TIMEOUT_MS = 30_000;

export class Client {
  #baseUrl;
  #token;

  constructor(baseUrl) {
    this.#baseUrl = baseUrl;
  }

  async login(username, password) {
    const answer = await this.#send('POST', '/auth/login', { username, password });
    this.#token = answer.access_token;
  }

  init(file) {
    return this.#send('POST', '/ingest/files/init', file);
  }

  async upload(presignedUrl, content) {
    const answer = await fetch(presignedUrl, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: content,
    });
    if (!answer.ok) throw new Error(`The upload was refused: ${answer.status} ${await answer.text()}`);
  }

  complete(jobId) {
    return this.#send('POST', '/ingest/files/complete', { job_id: jobId });
  }

  /** Asks for the job until it is finished; asks less and less often, since requests are limited, or every `pollMs`. */
  async follow(jobId, onChange, pollMs = undefined) {
    for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 1.25, SLOWEST_POLL_MS)) {
      const job = await this.#send('GET', `/jobs/${jobId}`);
      onChange(job);
      if (job.status === 'COMPLETED' || job.status === 'FAILED') return job;
      await pause(pollMs ?? wait);
    }
  }

  async #send(method, path, body) {
    const answer = await fetch(new URL(path, this.#baseUrl), {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(this.#token === undefined ? {} : { Authorization: `Bearer ${this.#token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status === 429) {
      await pause((Number(answer.headers.get('retry-after')) || 1) * 1000);
      return this.#send(method, path, body);
    }
    const content = await answer.json();
    if (!answer.ok)
      throw new Error(`${method} ${path}: ${answer.status} ${content.detail ?? content.title ?? ''}`);
    return content;
  }
}
