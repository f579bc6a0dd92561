import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { SigningKeys } from '../../src/auth/signing-keys.js';
import { TokenService } from '../../src/auth/token.service.js';
import { loadConfig } from '../../src/common/config/load-config.js';

const SECRET = 'the-first-secret-that-is-long-enough-for-a-test';
const OTHER_SECRET = 'another-secret-that-is-long-enough-for-a-test';
const USER_ID = randomUUID();
const SESSION_ID = randomUUID();

/** Of a token made now. */
const subject = () => ({
  userId: USER_ID,
  sessionId: SESSION_ID,
  issuedAt: Math.floor(Date.now() / 1000),
});

interface Parts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

function serviceFor(env: Readonly<Record<string, string>>) {
  const config = loadConfig({ ENVIRONMENT: 'test', ...env });
  const keys = new SigningKeys(config);
  return { keys, tokens: new TokenService(new JwtService({}), keys, config) };
}

const { keys, tokens } = serviceFor({ JWT_SECRET_KEY: SECRET });
const access = tokens.sign('access', subject()).token;
const accessKey = keys.current('access').key;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(token: string): Parts {
  const [header, payload] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>);
  return { header: header ?? {}, payload: payload ?? {} };
}

/** A token signed as HS256 signs, with anything in it. */
function forge(changes: Partial<Parts>, key: KeyObject | string = accessKey, digest = 'sha256'): string {
  const { header, payload } = decode(access);
  const signed = `${encode({ ...header, ...changes.header })}.${encode({ ...payload, ...changes.payload })}`;
  return `${signed}.${createHmac(digest, key).update(signed).digest('base64url')}`;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

describe('an access token', () => {
  it('holds as it was made, and as the test makes it', () => {
    expect(tokens.verify(access)).toMatchObject({ userId: USER_ID });
    expect(tokens.verify(forge({}))).toMatchObject({ userId: USER_ID });
  });

  it('says no more than it must', () => {
    const { header, payload } = decode(access);
    expect(header).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: keys.current('access').kid });
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
    expect(Number(payload['exp']) - Number(payload['iat'])).toBe(1_800);
  });

  it.each(['none', 'None', 'NONE', ''])('without a signature does not hold (alg %j)', (alg) => {
    const { header, payload } = decode(access);
    const unsigned = `${encode({ ...header, alg })}.${encode(payload)}`;
    expect(tokens.verify(`${unsigned}.`)).toBeNull();
    expect(tokens.verify(unsigned)).toBeNull();
  });

  it('signed with another algorithm does not hold, even with the right key', () => {
    expect(tokens.verify(forge({ header: { alg: 'HS512' } }, accessKey, 'sha512'))).toBeNull();
    expect(tokens.verify(forge({ header: { alg: 'HS384' } }, accessKey, 'sha384'))).toBeNull();
  });

  it('signed with a private key does not hold, nor with its public half as a secret', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const { header, payload } = decode(access);
    const signed = `${encode({ ...header, alg: 'RS256' })}.${encode(payload)}`;
    const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
    expect(tokens.verify(`${signed}.${signature}`)).toBeNull();
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(tokens.verify(forge({}, pem))).toBeNull();
    expect(tokens.verify(forge({ header: { alg: 'RS256' } }))).toBeNull();
  });

  it.each([
    ['a kid that is not known', { header: { kid: 'unknown' } }],
    ['no kid', { header: { kid: undefined } }],
    ['a kid that is a path', { header: { kid: '../../dev/null' } }],
    ['the kid of the other kind', { header: { kid: keys.current('refresh').kid } }],
    ['a type that is not ours', { header: { typ: 'JWT' } }],
    ['a key of its own in the header', { header: { kid: 'own', jwk: { kty: 'oct', k: 'AAAA' } } }],
    ['another issuer', { payload: { iss: 'somebody-else' } }],
    ['no issuer', { payload: { iss: undefined } }],
    ['another audience', { payload: { aud: 'ingest-service:refresh' } }],
    ['no audience', { payload: { aud: undefined } }],
    ['an end that is over', { payload: { exp: nowSeconds() - 1 } }],
    ['no end', { payload: { exp: undefined } }],
    ['a beginning that is to come', { payload: { nbf: nowSeconds() + 60 } }],
    ['a subject that is no id', { payload: { sub: 'admin' } }],
    ['no session', { payload: { sid: undefined } }],
  ])('with %s does not hold', (_what, changes) => {
    expect(tokens.verify(forge(changes))).toBeNull();
  });

  it('whose payload or signature was changed does not hold', () => {
    const [header = '', payload = '', signature = ''] = access.split('.');
    const changed = encode({ ...decode(access).payload, sub: randomUUID() });
    expect(tokens.verify(`${header}.${changed}.${signature}`)).toBeNull();
    expect(tokens.verify(`${header}.${payload}.${signature.slice(1)}`)).toBeNull();
    expect(tokens.verify(`${header}.${payload}`)).toBeNull();
  });

  it.each(['', '.', '..', 'a.b.c', 'null.null.null', `${'A'.repeat(100_000)}.e30.e30`])(
    'that is none is refused without an error (%#)',
    (garbage) => {
      expect(tokens.verify(garbage)).toBeNull();
    },
  );

  it('is signed neither with the secret itself nor with the key for refreshing', () => {
    expect(tokens.verify(forge({}, SECRET))).toBeNull();
    expect(tokens.verify(forge({}, keys.current('refresh').key))).toBeNull();
  });
});

describe('a refresh token', () => {
  it('is no access token, even with everything of one but the key', () => {
    const refresh = tokens.sign('refresh', subject()).token;
    expect(tokens.verify(refresh)).toBeNull();
    const [, payload] = refresh.split('.');
    const [header] = access.split('.');
    const signed = `${header ?? ''}.${payload ?? ''}`;
    const signature = createHmac('sha256', keys.current('refresh').key).update(signed).digest('base64url');
    expect(tokens.verify(`${signed}.${signature}`)).toBeNull();
  });
});

describe('rotation of keys', () => {
  const rotated = serviceFor({ JWT_SECRET_KEY: OTHER_SECRET, JWT_PREVIOUS_SECRET_KEY: SECRET }).tokens;

  it('keeps tokens of the previous secret, and signs with the new one', () => {
    expect(rotated.verify(access)).toMatchObject({ userId: USER_ID });
    const fresh = rotated.sign('access', subject()).token;
    expect(rotated.verify(fresh)).toMatchObject({ userId: USER_ID });
    expect(tokens.verify(fresh)).toBeNull();
  });

  it('ends them when the previous secret is taken away', () => {
    expect(serviceFor({ JWT_SECRET_KEY: OTHER_SECRET }).tokens.verify(access)).toBeNull();
  });
});
