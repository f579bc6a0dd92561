/**
 * The Mann–Whitney U test with the normal approximation, for samples of 20 and more: whether one of two samples tends to
 * be larger. It asks nothing of the shape of their distribution, and single slow answers weigh no more than any other.
 *
 * @returns {{ p: number, effect: number }} the two-sided probability of such a difference by chance, and the share of pairs
 *   in which the first sample's value is the larger one (0.5 where nothing differs)
 */
export function mannWhitney(first, second) {
  const ranked = ranks([...first, ...second]);
  const [n, m] = [first.length, second.length];
  const rankSum = ranked.slice(0, n).reduce((sum, rank) => sum + rank, 0);
  const u = rankSum - (n * (n + 1)) / 2;
  const deviation = Math.sqrt((n * m * (n + m + 1)) / 12);
  const z = (u - (n * m) / 2) / deviation;
  return { p: 2 * upperTail(Math.abs(z)), effect: u / (n * m) };
}

/** Ranks from 1; equal values share the middle one. */
function ranks(values) {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const result = new Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && order[end].value === order[start].value) end += 1;
    for (let at = start; at < end; at += 1) result[order[at].index] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

/** P(Z > z) for z ≥ 0 (Abramowitz and Stegun, 26.2.17; the error is below 1e-7). */
function upperTail(z) {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
