const EPOCH = /^(\d{9,19})(?:\.(\d{1,9}))?$/;

/** Microseconds of an epoch with `unitMicros` microseconds a unit. */
function scaled(whole: string, fraction: string, unitDigits: number): number {
  return Number(whole) * 10 ** unitDigits + Number(fraction.padEnd(unitDigits, '0').slice(0, unitDigits));
}

/**
 * Microseconds since the epoch for digits that count seconds, milliseconds, microseconds or nanoseconds, told apart by
 * size: below 10¹¹ seconds, below 10¹⁴ milliseconds, below 10¹⁷ microseconds. NaN for anything else, numbers below 10⁸
 * (before 1973: uptimes and counters) included.
 */
export function parseEpoch(text: string): number {
  const match = EPOCH.exec(text);
  if (match === null) return parseExponent(text);
  const [, whole = '', fraction = ''] = match;
  const size = Number(whole);
  if (size < 1e8) return Number.NaN;
  if (size < 1e11) return scaled(whole, fraction, 6);
  if (size < 1e14) return scaled(whole, fraction, 3);
  if (size < 1e17) return size;
  return Number(whole.slice(0, -3));
}

const EXPONENT = /^\d\.\d{1,20}[eE]\+?\d{1,2}$/;

function parseExponent(text: string): number {
  if (!EXPONENT.test(text)) return Number.NaN;
  const plain = Number(text);
  return plain < 1e19 ? parseEpoch(plain.toFixed(plain < 1e11 ? 6 : 0)) : Number.NaN;
}
