import ipaddr from 'ipaddr.js';
import { WebhookUrlNotAllowedError } from './errors.js';

/** Whatever of IPv6 is given out to be reached from anywhere (IANA, "IPv6 Global Unicast Address Assignments"). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether the whole internet reaches this address: neither private, loopback, link-local, carrier-grade NAT, multicast,
 * unspecified or reserved, nor an IPv6 address that stands for an IPv4 one (mapped, 6to4, Teredo, NAT64).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6);
}

/** The host of a URL without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/**
 * Reads the address of an endpoint. Names are looked up only when something is sent, since they may change at any time.
 *
 * @returns the address as it is kept
 * @throws WebhookUrlNotAllowedError
 */
export function checkWebhookUrl(text: string, allowPrivateAddresses: boolean): string {
  if (!URL.canParse(text)) throw new WebhookUrlNotAllowedError('url must be an absolute URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivateAddresses && url.protocol === 'http:'))
    throw new WebhookUrlNotAllowedError(
      `url must begin with https://${allowPrivateAddresses ? ' or http://' : ''}`,
    );
  if (url.username !== '' || url.password !== '')
    throw new WebhookUrlNotAllowedError('url must not hold a user or a password');
  if (url.hash !== '') throw new WebhookUrlNotAllowedError('url must not hold a fragment');
  const host = hostOf(url);
  if (!allowPrivateAddresses && ipaddr.isValid(host) && !isPublicAddress(host))
    throw new WebhookUrlNotAllowedError('url must not lead to a private or reserved address');
  return url.href;
}
