import { createCipheriv, createDecipheriv, createHash, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { deriveKey } from '../common/security/derived-key.js';
import { SecretUnreadableError } from './errors.js';

const CIPHER = 'aes-256-gcm';
const KEY_ID_BYTES = 8;
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface SealingKey {
  readonly id: Buffer;
  readonly key: KeyObject;
}

/**
 * Secrets as they stand in the database: AES-256-GCM, bound to their endpoint, so that a row's secret is of no use in
 * another row. Which key sealed one stands before it; while keys are rotated, both are read, the current one seals.
 */
@Injectable()
export class SealedSecrets {
  private readonly keys: readonly [SealingKey, ...SealingKey[]];

  constructor({ auth }: AppConfig) {
    this.keys = [
      sealingKey(auth.secretKey),
      ...(auth.previousSecretKey === undefined ? [] : [sealingKey(auth.previousSecretKey)]),
    ];
  }

  /** What a secret begins with that was sealed with the current key. */
  get currentKeyId(): Buffer {
    return this.keys[0].id;
  }

  seal(secret: Buffer, endpointId: string): Buffer {
    const { id, key } = this.keys[0];
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(endpointId));
    const text = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([id, iv, cipher.getAuthTag(), text]);
  }

  /** @throws SecretUnreadableError */
  open(sealed: Buffer, endpointId: string): Buffer {
    const ivAt = KEY_ID_BYTES;
    const tagAt = ivAt + IV_BYTES;
    const textAt = tagAt + TAG_BYTES;
    const found = this.keys.find(({ id }) => id.equals(sealed.subarray(0, ivAt)));
    if (found === undefined) throw new SecretUnreadableError();
    try {
      const decipher = createDecipheriv(CIPHER, found.key, sealed.subarray(ivAt, tagAt))
        .setAAD(Buffer.from(endpointId))
        .setAuthTag(sealed.subarray(tagAt, textAt));
      return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]);
    } catch (error) {
      throw new SecretUnreadableError({ cause: error });
    }
  }
}

function sealingKey(secret: string): SealingKey {
  const key = deriveKey(secret, 'webhook-secret');
  return { key, id: createHash('sha256').update(key.export()).digest().subarray(0, KEY_ID_BYTES) };
}
