import {
  type Answer,
  type Credentials,
  type HttpClient,
  login,
  type Tokens,
} from '../../support/http-client.js';
import type { Stack } from '../../support/stack.js';

/** A user as the wire shows it. */
export interface User {
  readonly user_id: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly is_active: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A session as its owner is shown it. */
export interface Session {
  readonly session_id: string;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
  readonly remote_address: string | null;
  readonly user_agent: string | null;
  readonly current: boolean;
}

/** Of every account that a test makes, unless it says otherwise. */
export const PASSWORD = 'nine purple umbrellas';

/** The body that makes a user. */
export function newUser(username: string, changes: object = {}): Credentials & Record<string, unknown> {
  return { username, email: `${username}@example.com`, password: PASSWORD, roles: ['user'], ...changes };
}

/** Makes a user. @returns what the service answered */
export async function createUser(admin: HttpClient, username: string, changes: object = {}): Promise<User> {
  const answer = await admin.post<User>('/users', newUser(username, changes));
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
  return answer.body;
}

/** A user of the test's own with tokens, at the first API process. */
export async function signUp(stack: Stack, username: string, changes: object = {}): Promise<Account> {
  const user = await createUser(await stack.http.as('admin'), username, changes);
  const credentials = { username, password: PASSWORD };
  const tokens = await login(stack.apiUrl, credentials);
  return { user, credentials, tokens, client: stack.http.withToken(tokens.access_token) };
}

export interface Account {
  readonly user: User;
  readonly credentials: Credentials;
  readonly tokens: Tokens;
  readonly client: HttpClient;
}

export function refresh(client: HttpClient, refreshToken: string): Promise<Answer<Tokens>> {
  return client.post<Tokens>('/auth/refresh', { refresh_token: refreshToken });
}

/** The status of asking who one is. */
export async function whoAmI(client: HttpClient, accessToken: string): Promise<number> {
  return (await client.withToken(accessToken).get('/auth/me')).status;
}

/** The path of the next page, from the `Link` header; undefined on the last one. */
export function nextPage(answer: Answer<unknown>): string | undefined {
  return /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
}
