import { Button, Check, Columns3, MenuItem, Minus, Popover } from '@aoc/web/ui';
import { COLUMN_NAMES, COLUMNS, DEFAULT_COLUMNS, REQUIRED_COLUMN, type ColumnName } from '../model/table-columns';

/** Which columns the table has. */
export function ColumnMenu({ columns, onChange }: { columns: ColumnName[]; onChange: (columns: ColumnName[]) => void }) {
  const toggle = (name: ColumnName) =>
    onChange(COLUMN_NAMES.filter((other) => (other === name ? !columns.includes(name) : columns.includes(other))));
  return (
    <Popover
      label="Columns"
      align="end"
      className="w-52"
      trigger={(props) => (
        <Button variant="ghost" size="sm" aria-label="Choose columns" title="Columns" {...props}>
          <Columns3 aria-hidden className="size-4" />
        </Button>
      )}
    >
      {() => (
        <>
          {COLUMN_NAMES.map((name) => (
            <MenuItem
              key={name}
              role="checkbox"
              aria-checked={columns.includes(name)}
              disabled={name === REQUIRED_COLUMN}
              icon={columns.includes(name) ? Check : Minus}
              onClick={() => toggle(name)}
            >
              {COLUMNS[name].label}
            </MenuItem>
          ))}
          <Button className="mt-1 w-full" size="sm" onClick={() => onChange(DEFAULT_COLUMNS)}>
            Usual columns
          </Button>
        </>
      )}
    </Popover>
  );
}
