import { describe, expect, it } from '@jest/globals';
import { checkWebhookUrl, isPublicAddress } from './webhook-url.js';

describe('isPublicAddress', () => {
  it.each(['8.8.8.8', '203.0.114.1', '2606:4700::1111', '2a00:1450:4001:80b::200e', '::ffff:8.8.8.8'])(
    'lets %s pass',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.0.0.1', '192.0.2.1', '192.168.0.1', '198.18.0.1', '224.0.0.1', '240.0.0.1'],
    ...[
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
    ],
    ...[
      '64:ff9b:1::a00:1',
      '100::1',
      '2001::1',
      '2001:db8::1',
      '2002:7f00:1::1',
      'fc00::1',
      'fd12::1',
      'fe80::1',
    ],
    ...['fe80::1%eth0', 'fec0::1', 'ff02::1', 'localhost', ''],
  ])('holds %s back', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('checkWebhookUrl', () => {
  it('lets plain http and private addresses pass only where this is allowed', () => {
    expect(checkWebhookUrl('http://127.0.0.1:8080/a', true)).toBe('http://127.0.0.1:8080/a');
    expect(() => checkWebhookUrl('http://127.0.0.1:8080/a', false)).toThrow();
    expect(() => checkWebhookUrl('ftp://127.0.0.1/a', true)).toThrow();
  });
});
