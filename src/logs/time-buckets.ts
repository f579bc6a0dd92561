import { TooManyBucketsError } from './errors.js';

export const MAX_BUCKETS = 200;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
/** Widths that people think in, seconds. */
const WIDTHS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY),
];
const MICROS = 1_000_000n;

/** Buckets of one width, without gaps, that cover a time span. */
export interface TimeBuckets {
  readonly widthSeconds: number;
  /** Begin of the first, microseconds since the epoch; a multiple of the width. */
  readonly originMicros: bigint;
  readonly count: number;
}

/**
 * @param firstMicros - begin of the time span, microseconds since the epoch
 * @param lastMicros - its end, inclusive
 * @param width - seconds, or `auto` for the smallest that people think in
 * @throws TooManyBucketsError when the width gives more than `MAX_BUCKETS`
 */
export function bucketsOver(firstMicros: bigint, lastMicros: bigint, width: number | 'auto'): TimeBuckets {
  const over = (widthSeconds: number): TimeBuckets => {
    const micros = BigInt(widthSeconds) * MICROS;
    const originMicros = floor(firstMicros, micros);
    return { widthSeconds, originMicros, count: Number((lastMicros - originMicros) / micros) + 1 };
  };
  const fits = ({ count }: TimeBuckets): boolean => count <= MAX_BUCKETS;
  const suiting = WIDTHS.map(over).find(fits) ?? over(leastDays(firstMicros, lastMicros) * DAY);
  if (width === 'auto') return suiting;
  const wanted = over(width);
  if (!fits(wanted)) throw new TooManyBucketsError(MAX_BUCKETS, suiting.widthSeconds);
  return wanted;
}

function leastDays(firstMicros: bigint, lastMicros: bigint): number {
  return Math.ceil(Number((lastMicros - firstMicros) / MICROS) / DAY / (MAX_BUCKETS - 1));
}

function floor(micros: bigint, step: bigint): bigint {
  return micros - (((micros % step) + step) % step);
}
