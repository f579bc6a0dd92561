import { createHmac, hkdfSync, type KeyObject } from 'node:crypto';
import type { Stack } from '../../support/stack.js';

type Claims = Readonly<Record<string, unknown>>;
export type TokenKind = 'access' | 'refresh';

/** What a forged token has of its own; everything else is the model's. A field that is undefined is left out. */
export interface Forgery {
  readonly header?: Claims;
  readonly claims?: Claims;
  /** By default the service's own for this kind. */
  readonly key?: Buffer | KeyObject | string;
  readonly digest?: 'sha256' | 'sha384' | 'sha512';
}

/** What a token says, whoever signed it. */
export function claimsOf(token: string): Claims {
  return part(token, 1);
}

/** What a token says of itself. */
export function headerOf(token: string): Claims {
  return part(token, 0);
}

export function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The service's key of a kind; this file knows how it is derived from the documents alone. */
export function keyOf(stack: Stack, kind: TokenKind): Buffer {
  const secret = stack.env['JWT_SECRET_KEY'] ?? '';
  return Buffer.from(hkdfSync('sha256', secret, 'ingest-service', `${kind}-token`, 32));
}

/** A token like the model, but for what is forged. */
export function forgeToken(stack: Stack, kind: TokenKind, model: string, forgery: Forgery): string {
  const header = encode({ ...headerOf(model), ...forgery.header });
  const signed = `${header}.${encode({ ...claimsOf(model), ...forgery.claims })}`;
  const mac = createHmac(forgery.digest ?? 'sha256', forgery.key ?? keyOf(stack, kind));
  return `${signed}.${mac.update(signed).digest('base64url')}`;
}

/** An access token with other claims, signed as the service signs. */
export function forgeAccessToken(stack: Stack, token: string, claims: Claims): string {
  return forgeToken(stack, 'access', token, { claims });
}

/** A token that held until a second ago. */
export function expired(stack: Stack, token: string): string {
  const now = Math.floor(Date.now() / 1000);
  return forgeAccessToken(stack, token, { iat: now - 1_801, exp: now - 1 });
}

function part(token: string, index: 0 | 1): Claims {
  return JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8')) as Claims;
}
