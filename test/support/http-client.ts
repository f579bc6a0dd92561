import { noteBody, noteFile, notePresignedUrl, noteToken } from './seen-secrets.js';

/** An answer, its body parsed when it is JSON. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Bodies are what the test says they are: a test asserts their shape, it does not declare it. */
export interface HttpClient {
  readonly baseUrl: string;
  request<Body>(method: string, path: string, options?: RequestOptions): Promise<Answer<Body>>;
  get<Body>(path: string, options?: RequestOptions): Promise<Answer<Body>>;
  post<Body>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer<Body>>;
  patch<Body>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer<Body>>;
  delete<Body>(path: string, options?: RequestOptions): Promise<Answer<Body>>;
  /** The same client with a bearer token. */
  withToken(token: string): HttpClient;
  /** Logs in, and gives the client of that user. */
  as(user: DefaultUser | Credentials): Promise<HttpClient>;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
}

export type DefaultUser = 'admin' | 'user' | 'viewer';

/** What `init-users` makes in development. */
export const DEFAULT_USERS: Readonly<Record<DefaultUser, Credentials>> = {
  admin: { username: 'admin', password: 'admin123' },
  user: { username: 'user', password: 'user123' },
  viewer: { username: 'viewer', password: 'viewer123' },
};

const REQUEST_TIMEOUT_MS = 35_000;

export function httpClient(baseUrl: string, token?: string): HttpClient {
  if (token !== undefined) noteToken(token);
  const request = <Body>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<Body>> =>
    send<Body>(new URL(path, baseUrl), method, token, options);
  return {
    baseUrl,
    request,
    get: (path, options) => request('GET', path, options),
    post: (path, body, options) => request('POST', path, { ...options, body }),
    patch: (path, body, options) => request('PATCH', path, { ...options, body }),
    delete: (path, options) => request('DELETE', path, options),
    withToken: (other) => httpClient(baseUrl, other),
    as: async (user) => httpClient(baseUrl, (await login(baseUrl, user)).access_token),
  };
}

/** @throws when the login is refused */
export async function login(baseUrl: string, user: DefaultUser | Credentials): Promise<Tokens> {
  const credentials = typeof user === 'string' ? DEFAULT_USERS[user] : user;
  const answer = await httpClient(baseUrl).post<Tokens>('/auth/login', credentials);
  if (answer.status === 200) return answer.body;
  throw new Error(`Login as ${credentials.username}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** PUTs a file the way the README tells clients to. */
export async function putFile(presignedUrl: string, content: Uint8Array | string): Promise<Response> {
  notePresignedUrl(presignedUrl);
  noteFile(content);
  return fetch(presignedUrl, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: typeof content === 'string' ? content : new Uint8Array(content),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
}

async function send<Body>(
  url: URL,
  method: string,
  token: string | undefined,
  options: RequestOptions,
): Promise<Answer<Body>> {
  noteBody(options.body);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: options.signal ?? AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    headers: {
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const body = parseBody(await response.text());
  noteBody(body);
  return { status: response.status, headers: response.headers, body: body as Body };
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
