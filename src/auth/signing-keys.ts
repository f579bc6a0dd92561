import { createHash, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { deriveKey } from '../common/security/derived-key.js';

/** What a token is for. Access never works as refresh, nor the reverse: key, audience and type all differ. */
export type TokenKind = 'access' | 'refresh';

export interface SigningKey {
  /** Names the key in a token's header (RFC 7515, `kid`). */
  readonly kid: string;
  readonly key: KeyObject;
}

type KeyRing = readonly [SigningKey, ...SigningKey[]];

/** The keys of both kinds: the current one signs, the previous one is still accepted while keys are rotated. */
@Injectable()
export class SigningKeys {
  private readonly keys: Readonly<Record<TokenKind, KeyRing>>;

  constructor(config: AppConfig) {
    const { secretKey, previousSecretKey } = config.auth;
    const ring = (kind: TokenKind): KeyRing => [
      signingKey(secretKey, kind),
      ...(previousSecretKey === undefined ? [] : [signingKey(previousSecretKey, kind)]),
    ];
    this.keys = { access: ring('access'), refresh: ring('refresh') };
  }

  current(kind: TokenKind): SigningKey {
    return this.keys[kind][0];
  }

  /** Every key that is accepted, the current one first. */
  accepted(kind: TokenKind): KeyRing {
    return this.keys[kind];
  }

  /** The key with this id; undefined where a token names none that is accepted. */
  find(kind: TokenKind, kid: unknown): SigningKey | undefined {
    return this.keys[kind].find((one) => one.kid === kid);
  }
}

function signingKey(secret: string, kind: TokenKind): SigningKey {
  const key = deriveKey(secret, `${kind}-token`);
  return { key, kid: createHash('sha256').update(key.export()).digest('hex').slice(0, 16) };
}
