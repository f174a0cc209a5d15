// Counts, amounts and sizes as people read them.

const grouped = new Intl.NumberFormat('en-GB');

export function countText(count: number): string {
  return grouped.format(count);
}

const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });

/** At most five characters, for axes: `1,600`, `16k`, `1.6m`. */
export function axisText(count: number): string {
  return count < 10_000 ? countText(count) : compact.format(count).toLowerCase();
}

/** `1 line`, `2 lines`. */
export function pluralText(count: number, one: string, many: string): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** `12.50 EUR`; the currency stands as the configuration spells it. */
export function amountText(amount: number, currency: string | null): string {
  const value = amount.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return currency ? `${value} ${currency}` : value;
}

/** `2.1 MB`; powers of 1000. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const names = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let name = 'B';
  for (const next of names) {
    if (value < 1000) break;
    value /= 1000;
    name = next;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${name}`;
}
