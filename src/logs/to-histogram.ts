import type { HistogramBucketDto, HistogramDto } from './dto/histogram.dto.js';
import type { HistogramCount } from './query/query-request.js';
import type { TimeBuckets } from './time-buckets.js';

/** Keys in a fixed order, where they have one. */
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** Puts counts into their buckets; a bucket that nothing was counted for is there too. */
export function toHistogram(buckets: TimeBuckets, counts: readonly HistogramCount[]): HistogramDto {
  const widthMicros = BigInt(buckets.widthSeconds) * 1_000_000n;
  const filled = Array.from({ length: buckets.count }, (_unused, index): HistogramBucketDto => {
    const startMicros = buckets.originMicros + BigInt(index) * widthMicros;
    // Services are named by strangers, and `__proto__` is a name.
    const by = Object.create(null) as Record<string, number>;
    return { start: new Date(Number(startMicros / 1000n)).toISOString(), total: 0, by };
  });
  let withoutTimestamp = 0;
  for (const { bucketMicros, key, count } of [...counts].sort(byKey)) {
    if (bucketMicros === null) withoutTimestamp += count;
    else {
      const bucket = filled[Number((bucketMicros - buckets.originMicros) / widthMicros)];
      if (bucket === undefined) throw new Error('a record lies outside the time span of its job');
      bucket.total += count;
      if (key !== null) bucket.by[key] = (bucket.by[key] ?? 0) + count;
    }
  }
  return {
    interval_seconds: buckets.widthSeconds,
    buckets: filled,
    without_timestamp: withoutTimestamp,
  };
}

function byKey({ key: a }: HistogramCount, { key: b }: HistogramCount): number {
  const rank = (key: string | null): number => SEVERITIES.indexOf(key ?? '');
  return rank(a) - rank(b) || ((a ?? '') < (b ?? '') ? -1 : 1);
}
