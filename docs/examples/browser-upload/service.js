/** The service, as the page asks it. Faults are RFC 9457 problems; `detail` is a sentence for a person. */
export class Service {
  #url;
  #tokens;

  /** @param {string} url where the API answers */
  constructor(url) {
    this.#url = url.replace(/\/$/, '');
  }

  async login(username, password) {
    this.#tokens = await this.#post('/auth/login', { username, password });
  }

  /** Asks where to put a file: `{job_id, presigned_url, expires_in}`. */
  init(file) {
    return this.#post('/ingest/files/init', { filename: file.name, size: file.size, log_format: 'auto' });
  }

  complete(jobId) {
    return this.#post('/ingest/files/complete', { job_id: jobId });
  }

  /** An EventSource sends no header, so this one route takes the token in its address. */
  eventsUrl(jobId) {
    const token = encodeURIComponent(this.#tokens.access_token);
    return `${this.#url}/jobs/${jobId}/events?access_token=${token}`;
  }

  async #post(path, body) {
    const headers = { 'Content-Type': 'application/json' };
    if (this.#tokens !== undefined) headers.Authorization = `Bearer ${this.#tokens.access_token}`;
    const answer = await fetch(this.#url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const content = await answer.json();
    if (!answer.ok) throw new Error(content.detail);
    return content;
  }
}
