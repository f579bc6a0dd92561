import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { login, type Tokens } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { refresh, whoAmI } from './steps/accounts.js';
import {
  claimsOf,
  encode,
  type Forgery,
  forgeToken,
  headerOf,
  keyOf,
  type TokenKind,
} from './steps/forged-token.js';
import { expectProblem } from './steps/problems.js';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const PUBLIC_PEM = RSA.publicKey.export({ type: 'spki', format: 'pem' }).toString();

let stack: Stack;
let admin: Tokens;
/** Of a session that nothing here may end. */
let tokens: Tokens;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  admin = await login(stack.apiUrl, 'admin');
  tokens = await login(stack.apiUrl, 'user');
}, 60_000);
afterAll(() => stack.stop());

const otherKind = (kind: TokenKind): TokenKind => (kind === 'access' ? 'refresh' : 'access');
const tokenOf = (kind: TokenKind): string => (kind === 'access' ? tokens.access_token : tokens.refresh_token);
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

function signedWithRsa(model: string, header: object): string {
  const signed = `${encode({ ...headerOf(model), ...header })}.${encode(claimsOf(model))}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), RSA.privateKey).toString('base64url')}`;
}

/** The model with another header and no signature. */
const unsigned = (model: string, alg: string): string =>
  `${encode({ ...headerOf(model), alg })}.${model.split('.')[1] ?? ''}.`;

/** Another claim under the old signature. */
function tampered(model: string, claims: object): string {
  const [header = '', , signature = ''] = model.split('.');
  return `${header}.${encode({ ...claimsOf(model), ...claims })}.${signature}`;
}

type Attack = (model: string, kind: TokenKind) => string;
const forged =
  (forgeryOf: Forgery | ((kind: TokenKind) => Forgery)): Attack =>
  (model, kind) =>
    forgeToken(stack, kind, model, typeof forgeryOf === 'function' ? forgeryOf(kind) : forgeryOf);

const ATTACKS: readonly (readonly [string, Attack])[] = [
  ['alg none', (model) => unsigned(model, 'none')],
  ['alg NonE', (model) => unsigned(model, 'NonE')],
  ['alg none, and the old signature', (model) => `${unsigned(model, 'none')}${model.split('.')[2] ?? ''}`],
  ['our algorithm, and no signature', (model) => unsigned(model, 'HS256')],
  ['HS512 and the right key', forged({ header: { alg: 'HS512' }, digest: 'sha512' })],
  ['HS384 and the right key', forged({ header: { alg: 'HS384' }, digest: 'sha384' })],
  ['RS256 and a key of its own', (model) => signedWithRsa(model, { alg: 'RS256' })],
  ['an RSA signature that says HS256', (model) => signedWithRsa(model, {})],
  ['a public key as the secret', forged({ key: PUBLIC_PEM })],
  ['RS256, and signed as HS256', forged({ header: { alg: 'RS256' } })],
  ['a kid that is not known', forged({ header: { kid: randomUUID() } })],
  ['no kid', forged({ header: { kid: undefined } })],
  ['a kid that is a path', forged({ header: { kid: '../../../dev/null' }, key: '' })],
  ['a kid that is a statement', forged({ header: { kid: `' UNION SELECT 'x` }, key: 'x' })],
  ['a key in the header', forged({ header: { jwk: { kty: 'oct', k: 'eA' } }, key: 'x' })],
  [
    'the secret itself as the key',
    (model, kind) => forgeToken(stack, kind, model, { key: stack.env['JWT_SECRET_KEY'] ?? '' }),
  ],
  ['the key of the other kind', forged((kind) => ({ key: keyOf(stack, otherKind(kind)) }))],
  ['an empty key', forged({ key: '' })],
  [
    'the type of the other kind',
    forged((kind) => ({ header: { typ: kind === 'access' ? 'rt+jwt' : 'at+jwt' } })),
  ],
  ['the type JWT', forged({ header: { typ: 'JWT' } })],
  ['another issuer', forged({ claims: { iss: 'somebody-else' } })],
  ['no issuer', forged({ claims: { iss: undefined } })],
  [
    'the audience of the other kind',
    forged((kind) => ({ claims: { aud: `ingest-service:${otherKind(kind)}` } })),
  ],
  ['no audience', forged({ claims: { aud: undefined } })],
  ['an end that is over', forged(() => ({ claims: { exp: nowSeconds() - 1 } }))],
  ['no end', forged({ claims: { exp: undefined } })],
  ['an end that is no number', forged({ claims: { exp: 'never' } })],
  ['a beginning that is to come', forged(() => ({ claims: { nbf: nowSeconds() + 60 } }))],
  ['another subject', forged(() => ({ claims: { sub: claimsOf(admin.access_token)['sub'] } }))],
  ['a subject that is no id', forged({ claims: { sub: 'admin' } })],
  ['a session that does not exist', forged(() => ({ claims: { sid: randomUUID() } }))],
  ['no session', forged({ claims: { sid: undefined } })],
  ['a changed subject', (model) => tampered(model, { sub: claimsOf(admin.access_token)['sub'] })],
  ['a changed end', (model) => tampered(model, { exp: nowSeconds() + 1e9 })],
  ['a signature that was cut', (model) => model.slice(0, -2)],
  ['the other kind of token', (_model, kind) => tokenOf(otherKind(kind))],
];

/** Signed as ours are, these name a session that there is not: it has ended, as it should. */
const LOGOUTS_OF_NOTHING = new Set(['another subject', 'a session that does not exist']);

describe('what the attacks are made with', () => {
  it.each(['access', 'refresh'] as const)('makes an %s token as the service does', (kind) => {
    expect(forgeToken(stack, kind, tokenOf(kind), {})).toBe(tokenOf(kind));
  });
});

describe.each(ATTACKS)('a token with %s', (what, attack) => {
  it('opens nothing', async () => {
    const token = attack(tokens.access_token, 'access');
    const client = stack.http.withToken(token);
    for (const path of ['/auth/me', '/jobs']) {
      const answer = await client.get(path);
      expectProblem(answer, 401, 'UNAUTHENTICATED');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="ingest", error="invalid_token"');
    }
    const checked = await stack.http.withToken(admin.access_token).post('/auth/verify', { token });
    expect([checked.status, checked.body]).toEqual([200, { valid: false }]);
  });

  it('renews and ends nothing', async () => {
    const token = attack(tokens.refresh_token, 'refresh');
    expectProblem(await refresh(stack.http, token), 401, 'INVALID_REFRESH_TOKEN');
    const logout = await stack.http.post('/auth/logout', { refresh_token: token });
    expect(await whoAmI(stack.http, tokens.access_token)).toBe(200);
    if (LOGOUTS_OF_NOTHING.has(what)) expect(logout.status).toBe(204);
    else expectProblem(logout, 401, 'INVALID_REFRESH_TOKEN');
  });
});

describe('after all of them', () => {
  it('the session is as it was', async () => {
    expect((await refresh(stack.http, tokens.refresh_token)).status).toBe(200);
  });
});
