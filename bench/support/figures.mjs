/** @returns {number} the smallest of the numbers that this share of them does not exceed */
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

export const median = (numbers) => percentile(numbers, 0.5);

export const rounded = (number, digits = 2) => Number(number.toFixed(digits));
