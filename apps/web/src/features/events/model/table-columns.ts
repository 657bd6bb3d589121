/** Columns of the dense table in the order in which they stand; `width` in pixels at the least, `grow` takes what is left. */
export const COLUMNS = {
  time: { label: 'Time', width: 124 },
  tenant: { label: 'Tenant', width: 140 },
  service: { label: 'Service', width: 124 },
  operation: { label: 'Operation', width: 150, grow: 2 },
  actor: { label: 'Actor', width: 120, grow: 1 },
  target: { label: 'Target', width: 120, grow: 2 },
  changes: { label: 'Changes', width: 200, grow: 3 },
  result: { label: 'Result', width: 80 },
  ip: { label: 'IP address', width: 140 },
  category: { label: 'Category', width: 140 },
  source: { label: 'Source', width: 120 },
  tags: { label: 'Tags', width: 160 },
  summary: { label: 'Summary', width: 320, grow: 3 },
} as const satisfies Record<string, { label: string; width: number; grow?: number }>;
export type ColumnName = keyof typeof COLUMNS;

/** Those that can be chosen: the tenant is there whenever rows of several are shown. */
export const COLUMN_NAMES = Object.keys(COLUMNS).filter((name): name is ColumnName => name in COLUMNS && name !== 'tenant');
/** Holds the link that opens the event. */
export const REQUIRED_COLUMN = 'operation';
export const DEFAULT_COLUMNS: ColumnName[] = ['time', 'service', 'operation', 'actor', 'target', 'changes', 'result'];

/** Columns as they were remembered (`time,service`), in the order of the table; the default when nothing sensible was. */
export function parseColumns(text: string | null): ColumnName[] {
  const names = new Set((text ?? '').split(','));
  const known = COLUMN_NAMES.filter((name) => names.has(name) || name === REQUIRED_COLUMN);
  return known.length === 1 ? DEFAULT_COLUMNS : known;
}

/** The chosen columns, with that of the tenant behind the time. */
export const withTenantColumn = (columns: ColumnName[]): ColumnName[] => {
  const at = columns.indexOf('time') + 1;
  return [...columns.slice(0, at), 'tenant', ...columns.slice(at)];
};

/** `grid-template-columns` and the least width of a row, in pixels. */
export function columnTracks(columns: ColumnName[]): { template: string; minWidth: number } {
  const tracks = columns.map((name) => {
    const column: { width: number; grow?: number } = COLUMNS[name];
    return column.grow === undefined ? `${column.width}px` : `minmax(${column.width}px, ${column.grow}fr)`;
  });
  const gaps = (columns.length - 1) * 12 + 32;
  return { template: tracks.join(' '), minWidth: columns.reduce((sum, name) => sum + COLUMNS[name].width, gaps) };
}
