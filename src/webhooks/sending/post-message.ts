import { lookup as lookUpName, type LookupAddress } from 'node:dns';
import { Resolver as NameResolver } from 'node:dns/promises';
import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { hostOf, isPublicAddress } from '../webhook-url.js';
import type { SendError } from './send-error.js';
import { AddressNotAllowedError, toSendError } from './send-error.js';

/** More of an answer is not read: only its status counts. */
const MAX_ANSWER_BYTES = 16_384;
const LOCALHOST = /(^|\.)localhost\.?$/i;

export type Resolver = (host: string, ending: AbortSignal) => Promise<readonly LookupAddress[]>;

const lookUpAll = promisify(lookUpName);
/** As everything on this machine finds names, `/etc/hosts` included; for where private addresses are allowed. */
const resolveAsTheSystem: Resolver = (host) => lookUpAll(host, { all: true });

/**
 * Asks the name servers. The system's own lookup takes one of the few threads that the whole process looks names up with,
 * until its name server answers: names of a silent one would hold up storage and the database.
 */
export const resolveByNameServer: Resolver = async (host, ending) => {
  // RFC 6761 §6.3: this machine, and no name server is asked.
  if (LOCALHOST.test(host)) return [{ address: '127.0.0.1', family: 4 }];
  const resolver = new NameResolver({ tries: 2 });
  const cancel = (): void => {
    resolver.cancel();
  };
  ending.addEventListener('abort', cancel, { once: true });
  try {
    ending.throwIfAborted();
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const addresses = answers.flatMap((answer, index) =>
      answer.status === 'rejected'
        ? []
        : answer.value.map((address) => ({ address, family: index === 0 ? 4 : 6 })),
    );
    const [first] = answers;
    if (addresses.length === 0 && first.status === 'rejected') throw first.reason as Error;
    return addresses;
  } finally {
    ending.removeEventListener('abort', cancel);
  }
};

export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostingLimits {
  /** For everything: looking up, connecting, sending, the answer. */
  readonly timeoutMs: number;
  readonly allowPrivateAddresses: boolean;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

/** The status of an answer, or why there was none. */
export type PostingOutcome =
  | { readonly statusCode: number; readonly error: null }
  | { readonly statusCode: null; readonly error: SendError };

/**
 * Sends a body by POST. Every address that the name leads to is looked at, and the connection is made to one of these and
 * no other, whatever the name leads to a moment later. Redirects are answers like any other, proxies are not asked.
 *
 * @throws the signal's reason when it ended the attempt
 */
export async function postMessage(
  posting: Posting,
  limits: PostingLimits,
  resolve: Resolver = limits.allowPrivateAddresses ? resolveAsTheSystem : resolveByNameServer,
): Promise<PostingOutcome> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const ending = AbortSignal.any([limits.signal, timeout]);
  try {
    const url = new URL(posting.url);
    const addresses = await allowedAddresses(url, limits.allowPrivateAddresses, resolve, ending);
    return { statusCode: await send(url, posting, addresses, ending), error: null };
  } catch (error) {
    limits.signal.throwIfAborted();
    return { statusCode: null, error: timeout.aborted ? 'TIMEOUT' : toSendError(error) };
  }
}

async function allowedAddresses(
  url: URL,
  allowPrivate: boolean,
  resolve: Resolver,
  ending: AbortSignal,
): Promise<readonly LookupAddress[]> {
  if (url.protocol !== 'https:' && !allowPrivate) throw new AddressNotAllowedError();
  const host = hostOf(url);
  const family = isIP(host);
  const addresses =
    family === 0 ? await untilAborted(resolve(host, ending), ending) : [{ address: host, family }];
  if (addresses.length === 0) throw new AddressNotAllowedError();
  if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new AddressNotAllowedError();
  return addresses;
}

function send(
  url: URL,
  { headers, body }: Posting,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<number> {
  const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
    method: 'POST',
    headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)), Connection: 'close' },
    // One of its own: no proxy of the environment, no connection that was made for something else.
    agent: false,
    lookup: pinnedTo(addresses),
    signal,
  });
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      readToTheEnd(request, response);
      resolve(response.statusCode ?? 0);
    });
    // Another protocol is not wanted. Where nobody listens for this, nothing at all would be told.
    request.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.once('close', () => {
      reject(new Error('The connection was closed.'));
    });
    request.end(body);
  });
}

/** Whatever is asked for, these addresses are the answer. */
function pinnedTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

/** Politely, as far as it is short; a receiver that goes on talking is cut off. */
function readToTheEnd(request: ClientRequest, response: IncomingMessage): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) request.destroy();
  });
  response.on('error', () => undefined);
  request.on('error', () => undefined);
}

/** Looking up a name cannot be stopped, but need not be waited for. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  work.catch(() => undefined);
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
