import { setTimeout as pause } from 'node:timers/promises';
import { createIngestClient, type IngestClient, type Schemas } from '../../client/create-client.js';
import { CliError } from '../cli-error.js';
import { answerOf, expectDone, RefusedError } from './answer.js';
import { atOnce, isLimited, MAX_ATTEMPTS, type OnWait, patiently, pauseMs } from './patient-fetch.js';
import type { Keep, KeptSession, TokenStore } from './token-store.js';

/** Tokens are renewed this long before they end, so that none ends on its way. */
const RENEW_BEFORE_MS = 30_000;
/** Shorter than other processes wait for this one, and longer than the service takes. */
const RENEWAL_TIMEOUT_MS = 45_000;
const LOOK_AGAIN_AFTER_MS = 500;

/** A login at one server: kept between commands, renewed by itself. */
export class Session {
  /** Sends requests with the access token of the login. */
  readonly client: IngestClient;
  private readonly open: IngestClient;
  private readonly renewal: IngestClient;
  private renewing: Promise<KeptSession> | undefined;

  constructor(
    readonly serverUrl: string,
    private readonly store: TokenStore,
    private readonly onWait: OnWait,
  ) {
    const send = patiently(onWait);
    this.renewal = createIngestClient({ baseUrl: serverUrl, fetch: atOnce });
    this.open = createIngestClient({ baseUrl: serverUrl, fetch: send });
    this.client = createIngestClient({
      baseUrl: serverUrl,
      fetch: (request) => this.authorised(request, send),
    });
  }

  async login(username: string, password: string): Promise<void> {
    const tokens = answerOf(await this.open.POST('/auth/login', { body: { username, password } }));
    await this.store.keep(this.serverUrl, keptOf(username, tokens));
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
    for (let attempt = 1; ; attempt += 1) {
      // No other process may spend the refresh token between its reading and the keeping of its successor.
      const outcome = await this.store.alone((keep) => this.tryRenewal(used, keep, attempt === MAX_ATTEMPTS));
      if (!(outcome instanceof Response)) return outcome;
      const waitMs = pauseMs(outcome, attempt);
      this.onWait(Math.ceil(waitMs / 1_000));
      await this.untilRenewed(used, waitMs);
    }
  }

  /** @returns the answer where the service has too many requests, unless this is the last attempt */
  private async tryRenewal(used: KeptSession, keep: Keep, isLast: boolean): Promise<KeptSession | Response> {
    const kept = await this.kept();
    if (kept.access_token !== used.access_token) return kept;
    const answer = await this.renewal.POST('/auth/refresh', {
      body: { refresh_token: kept.refresh_token },
      signal: AbortSignal.timeout(RENEWAL_TIMEOUT_MS),
    });
    if (isLimited(answer.response) && !isLast) return answer.response;
    try {
      const renewed = keptOf(kept.username, answerOf(answer));
      await keep(this.serverUrl, renewed);
      return renewed;
    } catch (error) {
      if (error instanceof RefusedError && error.status === 401)
        throw new CliError(`The login has ended. Log in again: ${this.loginCommand}`, { cause: error });
      throw error;
    }
  }

  /** Waits so long, and no longer than until another process has renewed the tokens. */
  private async untilRenewed(used: KeptSession, waitMs: number): Promise<void> {
    const until = performance.now() + waitMs;
    for (let leftMs = waitMs; leftMs > 0; leftMs = until - performance.now()) {
      if ((await this.kept()).access_token !== used.access_token) return;
      await pause(Math.min(leftMs, LOOK_AGAIN_AFTER_MS));
    }
  }

  private get loginCommand(): string {
    return `npx ingest login <username> --server ${this.serverUrl}`;
  }

  private async kept(): Promise<KeptSession> {
    const kept = await this.store.find(this.serverUrl);
    if (kept === undefined) throw new CliError(`Nobody is logged in. Log in: ${this.loginCommand}`);
    return kept;
  }
}

function keptOf(username: string, tokens: Schemas['TokensDto']): KeptSession {
  const { access_token, refresh_token, expires_in } = tokens;
  return { username, access_token, refresh_token, expires_at: Date.now() + expires_in * 1_000 };
}

function withToken(request: Request, { access_token: token }: KeptSession): Request {
  const sent = request.clone();
  sent.headers.set('Authorization', `Bearer ${token}`);
  return sent;
}
