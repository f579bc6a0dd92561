/**
 * When a signature made now for so many seconds ends, in whole seconds since the epoch: that is what signatures count in.
 */
export function urlEndSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** When a URL that is signed now for so many seconds ends. Asked before the signing, it is never later than the URL's own end. */
export function urlEnd(seconds: number): Date {
  return new Date(urlEndSeconds(seconds) * 1000);
}
