import { createHmac } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';

/** A secret as its owner gets it (Standard Webhooks, "Signature scheme"). */
export function spellSecret(key: Buffer): string {
  return `${SECRET_PREFIX}${key.toString('base64')}`;
}

/** What is signed, and with it what stands in the headers. */
export interface SignedContent {
  readonly messageId: string;
  /** Of the attempt, epoch seconds. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The headers of Standard Webhooks 1.0.0, one signature for each key.
 *
 * @param keys - the current one first; the one before it while the secret is rotated
 */
export function signatureHeaders(
  { messageId, timestamp, body }: SignedContent,
  keys: readonly Buffer[],
): Record<string, string> {
  const signed = `${messageId}.${timestamp}.${body}`;
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': keys
      .map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
      .join(' '),
  };
}
