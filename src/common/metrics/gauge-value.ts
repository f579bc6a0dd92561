import type { Gauge } from 'prom-client';

/** Shows the value, or nothing at all where it is not known: a 0 would be a claim. */
export function showIfKnown(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove();
  else gauge.set(value);
}
