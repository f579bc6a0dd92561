import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type LocalGrant, LocalUrlSigner } from './local-url-signer.js';

const signer = new LocalUrlSigner(createSecretKey(Buffer.alloc(32, 1)), 'http://localhost:8000');
const grant: LocalGrant = { method: 'PUT', key: 'raw-logs/a.log', bytes: 5, expires: 2_000_000_000 };
const signatureOf = (one: LocalGrant): string =>
  new URL(signer.sign(one)).searchParams.get('signature') ?? '';

describe('LocalUrlSigner', () => {
  it('signs a URL that verifies', () => {
    const url = new URL(signer.sign(grant));
    expect(url.pathname).toBe('/storage/objects/raw-logs/a.log');
    expect(url.searchParams.get('bytes')).toBe('5');
    expect(signer.verify(grant, signatureOf(grant))).toBe(true);
  });

  it.each<[string, Partial<LocalGrant>]>([
    ['method', { method: 'GET' }],
    ['key', { key: 'raw-logs/b.log' }],
    ['size', { bytes: 6 }],
    ['expiry', { expires: 2_000_000_001 }],
    ['filename', { filename: 'x' }],
  ])('does not verify with another %s', (_name, change) => {
    expect(signer.verify({ ...grant, ...change }, signatureOf(grant))).toBe(false);
  });

  it('does not verify after its time, with another key or with rubbish', () => {
    expect(signer.verify(grant, signatureOf(grant), 2_000_000_000_000)).toBe(false);
    const other = new LocalUrlSigner(createSecretKey(Buffer.alloc(32, 2)), 'http://localhost:8000');
    expect(other.verify(grant, signatureOf(grant))).toBe(false);
    expect(signer.verify(grant, 'rubbish')).toBe(false);
    expect(signer.verify(grant, '')).toBe(false);
  });

  it('accepts what the previous key signed, and signs with the current one', () => {
    const keyOf = (byte: number) => createSecretKey(Buffer.alloc(32, byte));
    const rotated = new LocalUrlSigner(keyOf(2), 'http://localhost:8000', keyOf(1));
    expect(rotated.verify(grant, signatureOf(grant))).toBe(true);
    const fresh = new URL(rotated.sign(grant)).searchParams.get('signature') ?? '';
    expect([rotated.verify(grant, fresh), signer.verify(grant, fresh)]).toEqual([true, false]);
  });
});
