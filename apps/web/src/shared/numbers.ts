const integer = new Intl.NumberFormat('en-GB');

/** 12345 → `12,345`. */
export const count = (value: number): string => integer.format(value);

/** Bytes as `1.4 MB` (powers of 1000). */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = value < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return `${power === 0 ? scaled : scaled.toFixed(scaled < 10 ? 1 : 0)} ${units[power]}`;
}
