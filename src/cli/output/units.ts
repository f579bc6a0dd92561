/** 10000 → `10,000`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 line`, `2 lines`. */
export function counted(value: number, singular: string): string {
  return `${count(value)} ${singular}${value === 1 ? '' : 's'}`;
}

/** 2370789 → `2.3 MiB`. */
export function bytes(size: number): string {
  if (size < 1_024) return `${size} B`;
  if (size < 1_048_576) return `${(size / 1_024).toFixed(1)} KiB`;
  return size < 1_073_741_824
    ? `${(size / 1_048_576).toFixed(1)} MiB`
    : `${(size / 1_073_741_824).toFixed(1)} GiB`;
}

/** RFC 3339 → `2015-05-17 10:05:03`. */
export function time(timestamp: string): string {
  return timestamp.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
}

/** 3600 → `1 hour`, 10800 → `3 hours`. */
export function spelled(seconds: number): string {
  const [unit, length] =
    (
      [
        ['day', 86_400],
        ['hour', 3_600],
        ['minute', 60],
      ] as const
    ).find(([, size]) => seconds >= size && seconds % size === 0) ?? (['second', 1] as const);
  return counted(seconds / length, unit);
}
