import { type HttpClient, login, type Tokens } from '../../support/http-client.js';
import type { Stack } from '../../support/stack.js';
import { createUser, PASSWORD, type User } from './accounts.js';
import { expired } from './forged-token.js';

/** Everybody who may stand before the door, in the order of the columns of the route table. */
export const CALLERS = [
  ...(['nobody', 'expired', 'refresh', 'disabled'] as const),
  ...(['viewer', 'stranger', 'owner', 'admin'] as const),
] as const;
export type Caller = (typeof CALLERS)[number];

const ROLE_OF = { viewer: 'viewer', stranger: 'user', owner: 'user', admin: 'admin' } as const;
type Account = keyof typeof ROLE_OF;

/** The accounts of the route table, and a client for each of its columns. */
export class Callers {
  private constructor(
    private readonly stack: Stack,
    readonly users: Readonly<Record<Account, User>>,
    private readonly tokens: Record<Account | 'disabled', Tokens>,
  ) {}

  static async make(stack: Stack): Promise<Callers> {
    const admin = await stack.http.as('admin');
    const make = async (account: Account): Promise<User> =>
      createUser(admin, `the-${account}`, { roles: [ROLE_OF[account]] });
    const users = {
      viewer: await make('viewer'),
      stranger: await make('stranger'),
      owner: await make('owner'),
      admin: await make('admin'),
    };
    const disabled = await createUser(admin, 'the-disabled', { roles: ['admin'] });
    const signIn = (name: string): Promise<Tokens> =>
      login(stack.apiUrl, { username: `the-${name}`, password: PASSWORD });
    const tokens = {
      viewer: await signIn('viewer'),
      stranger: await signIn('stranger'),
      owner: await signIn('owner'),
      admin: await signIn('admin'),
      disabled: await signIn('disabled'),
    };
    expect((await admin.delete(`/users/${disabled.user_id}`)).status).toBe(204);
    return new Callers(stack, users, tokens);
  }

  client(caller: Caller): HttpClient {
    const { http } = this.stack;
    switch (caller) {
      case 'nobody':
        return http;
      case 'expired':
        return http.withToken(expired(this.stack, this.tokens.admin.access_token));
      case 'refresh':
        return http.withToken(this.tokens.admin.refresh_token);
      case 'viewer':
      case 'disabled':
      case 'stranger':
      case 'owner':
      case 'admin':
        return http.withToken(this.tokens[caller].access_token);
    }
  }

  /** A new session of this account. */
  signIn(account: Account): Promise<Tokens> {
    return login(this.stack.apiUrl, { username: `the-${account}`, password: PASSWORD });
  }

  /** After a request that ends the caller's sessions. */
  async signInAgain(caller: Caller): Promise<void> {
    if (caller in ROLE_OF) this.tokens[caller as Account] = await this.signIn(caller as Account);
  }
}
