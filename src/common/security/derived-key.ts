import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What a derived key may be used for; each purpose has a key of its own. */
export type KeyPurpose = 'access-token' | 'refresh-token' | 'storage-url' | 'webhook-secret';

/**
 * Derives a 256-bit key from the configured secret (HKDF with SHA-256, RFC 5869), so that one secret serves several
 * purposes and none of their keys tells anything about another.
 */
export function deriveKey(secret: string, purpose: KeyPurpose): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'ingest-service', purpose, 32)));
}
