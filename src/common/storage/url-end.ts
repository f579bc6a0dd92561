/**
 * When a URL that is signed now for so many seconds ends: signatures count whole seconds. Asked before the signing, it is never
 * later than the URL's own end.
 */
export function urlEnd(seconds: number): Date {
  return new Date((Math.floor(Date.now() / 1000) + seconds) * 1000);
}
