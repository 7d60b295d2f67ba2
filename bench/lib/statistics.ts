/** The middle value, or the mean of the two middle ones; NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that `percent` of all values do not exceed; NaN for no values. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1);
  return sorted[position] ?? Number.NaN;
}

/** Rounds to `digits` decimal places, for printing. */
export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
