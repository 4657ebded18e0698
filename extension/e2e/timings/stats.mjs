/** Numbers of many measurements. */

/** The value that this share of them does not pass, with two decimals. */
export function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2);
}

/** Of many values that the browser's clock gives in steps of 0.1 ms. */
export function mean(values) {
  return sum(values) / values.length;
}

export function sum(values) {
  return values.reduce((all, one) => all + one, 0);
}
