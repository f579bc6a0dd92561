import { createIngestClient, type IngestClient, type Schemas } from '../../client/create-client.js';
import { CliError } from '../cli-error.js';
import { answerOf, expectDone, RefusedError } from './answer.js';
import { type OnWait, patiently } from './patient-fetch.js';
import type { KeptSession, TokenStore } from './token-store.js';

/** Tokens are renewed this long before they end, so that none ends on its way. */
const RENEW_BEFORE_MS = 30_000;

/** A login at one server: kept between commands, renewed by itself. */
export class Session {
  /** Sends requests with the access token of the login. */
  readonly client: IngestClient;
  private readonly open: IngestClient;
  private renewing: Promise<KeptSession> | undefined;

  constructor(
    readonly serverUrl: string,
    private readonly store: TokenStore,
    onWait: OnWait,
  ) {
    const send = patiently((request) => fetch(request), onWait);
    this.open = createIngestClient({ baseUrl: serverUrl, fetch: send });
    this.client = createIngestClient({
      baseUrl: serverUrl,
      fetch: (request) => this.authorised(request, send),
    });
  }

  async login(username: string, password: string): Promise<void> {
    await this.keep(
      username,
      answerOf(await this.open.POST('/auth/login', { body: { username, password } })),
    );
  }

  /** Ends the login here and, where it still holds, at the server. */
  async logout(): Promise<void> {
    const kept = await this.store.find(this.serverUrl);
    if (kept === undefined) return;
    await this.store.forget(this.serverUrl);
    const answer = await this.open.POST('/auth/logout', { body: { refresh_token: kept.refresh_token } });
    if (answer.response.status !== 401) expectDone(answer);
  }

  /** @throws CliError when nobody is logged in */
  async username(): Promise<string> {
    return (await this.kept()).username;
  }

  private async authorised(
    request: Request,
    send: (request: Request) => Promise<Response>,
  ): Promise<Response> {
    const kept = await this.kept();
    const current = kept.expires_at - Date.now() < RENEW_BEFORE_MS ? await this.renew(kept) : kept;
    const response = await send(withToken(request, current));
    // The clock of this machine may be wrong, and another process may have renewed the tokens.
    return response.status === 401 ? send(withToken(request, await this.renew(current))) : response;
  }

  /** Many requests that find their token ended renew it once. */
  private renew(used: KeptSession): Promise<KeptSession> {
    this.renewing ??= this.renewOnce(used).finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  private async renewOnce(used: KeptSession): Promise<KeptSession> {
    const kept = await this.kept();
    if (kept.access_token !== used.access_token) return kept;
    const answer = await this.open.POST('/auth/refresh', { body: { refresh_token: kept.refresh_token } });
    try {
      return await this.keep(kept.username, answerOf(answer));
    } catch (error) {
      if (error instanceof RefusedError && error.status === 401)
        throw new CliError('The login has ended. Log in again: ingest login', { cause: error });
      throw error;
    }
  }

  private async keep(username: string, tokens: Schemas['TokensDto']): Promise<KeptSession> {
    const { access_token, refresh_token, expires_in } = tokens;
    const kept = { username, access_token, refresh_token, expires_at: Date.now() + expires_in * 1_000 };
    await this.store.keep(this.serverUrl, kept);
    return kept;
  }

  private async kept(): Promise<KeptSession> {
    const kept = await this.store.find(this.serverUrl);
    if (kept === undefined)
      throw new CliError(`Nobody is logged in at ${this.serverUrl}. Log in: ingest login`);
    return kept;
  }
}

function withToken(request: Request, { access_token: token }: KeptSession): Request {
  const sent = request.clone();
  sent.headers.set('Authorization', `Bearer ${token}`);
  return sent;
}
