import { createHmac, hkdfSync } from 'node:crypto';
import type { Stack } from '../../support/stack.js';

type Claims = Readonly<Record<string, unknown>>;

/** What a token says, whoever signed it. */
export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Claims;
}

/** An access token with other claims, signed as the service signs; this file knows how from the documents alone. */
export function forgeAccessToken(stack: Stack, token: string, changes: Claims): string {
  const key = hkdfSync('sha256', stack.env['JWT_SECRET_KEY'] ?? '', 'ingest-service', 'access-token', 32);
  const payload = Buffer.from(JSON.stringify({ ...claimsOf(token), ...changes })).toString('base64url');
  const signed = `${token.split('.')[0] ?? ''}.${payload}`;
  return `${signed}.${createHmac('sha256', Buffer.from(key)).update(signed).digest('base64url')}`;
}

/** A token that held until a second ago. */
export function expired(stack: Stack, token: string): string {
  const now = Math.floor(Date.now() / 1000);
  return forgeAccessToken(stack, token, { iat: now - 1_801, exp: now - 1 });
}
