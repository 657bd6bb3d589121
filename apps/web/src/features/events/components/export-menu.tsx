import { searchRoutes, type ExportFormat } from '@aoc/contracts';
import { Braces, Button, Download, FileSpreadsheet, MenuLink, Popover, ScrollText } from '@aoc/web/ui';
import { onDownloadClick } from '../../../shared/download';
import { exportLink } from '../api/export-link';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { totalLabel } from '../model/total-label';

const FORMATS: { format: ExportFormat; label: string; note: string; icon: typeof Braces }[] = [
  { format: 'csv', label: 'CSV', note: 'for spreadsheets', icon: FileSpreadsheet },
  { format: 'ndjson', label: 'NDJSON', note: 'one event a line', icon: ScrollText },
  { format: 'json', label: 'JSON', note: 'one document', icon: Braces },
];

interface ExportMenuProps {
  filters: EventFilters;
  disabled: boolean;
  total: { total: number; exact: boolean } | null;
  onFailure: (error: Error) => void;
}

/** Downloads of everything that matches, however much that is. */
export function ExportMenu({ filters, disabled, total, onFailure }: ExportMenuProps) {
  return (
    <Popover
      label="Export"
      align="end"
      className="w-64"
      trigger={(props) => (
        <Button variant="ghost" size="sm" disabled={disabled} title="Download everything that matches" {...props}>
          <Download aria-hidden className="size-3.5" />
          <span className="max-md:sr-only">Export</span>
        </Button>
      )}
    >
      {(close) => (
        <>
          <p className="px-2 pt-1 pb-1.5 text-xs text-soft">
            {total ? `All ${totalLabel(total.total, total.exact)}` : 'Everything'} that match
          </p>
          {FORMATS.map(({ format, label, note, icon }) => (
            <MenuLink
              key={format}
              icon={icon}
              download
              href={exportLink(filters, format, new Date())}
              onClick={(event) => {
                close();
                onDownloadClick(searchRoutes.exportEvents, onFailure)(event);
              }}
              end={<span className="text-xs text-faint">{note}</span>}
            >
              {label}
            </MenuLink>
          ))}
        </>
      )}
    </Popover>
  );
}
