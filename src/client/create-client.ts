import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './api.types.js';

/** Every operation of the service, typed: `client.GET('/jobs/{job_id}', { params: { path: { job_id } } })`. */
export type IngestClient = Client<paths>;

/** The bodies of requests and answers, by name: `Schemas['JobDto']`. */
export type Schemas = components['schemas'];

export interface ClientOptions {
  /** Where the API answers, such as `http://localhost:8000`. */
  readonly baseUrl: string;
  /** Sends a request; Node's own `fetch` unless given. May add a token. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Makes a client of the service; its types are made from `openapi.json`, so that a drift does not compile. */
export function createIngestClient(options: ClientOptions): IngestClient {
  return createFetchClient<paths>(options);
}
