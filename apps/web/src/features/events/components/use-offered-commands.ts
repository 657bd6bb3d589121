import { ArrowDownToLine, Columns3, Radio, Search, Tags } from 'lucide-react';
import { useMemo, type RefObject } from 'react';
import { useOfferCommands, type Command } from '../../../shared/commands';
import { exportLink } from '../api/export-link';
import type { EventFilters } from '../model/filters';

interface OfferedCommands {
  filters: EventFilters;
  isTable: boolean;
  live: boolean;
  toggleView: () => void;
  toggleLive: () => void;
  onBulkTag: () => void;
  searchRef: RefObject<HTMLInputElement | null>;
}

function download(filters: EventFilters, format: 'csv' | 'ndjson' | 'json') {
  const link = document.createElement('a');
  link.href = exportLink(filters, format, new Date());
  link.download = '';
  link.click();
}

/** What the palette can do on the events screen. */
export function useOfferedCommands({ filters, isTable, live, toggleView, toggleLive, onBulkTag, searchRef }: OfferedCommands): void {
  const commands = useMemo((): Command[] => {
    const group = 'Events';
    return [
      { id: 'query', group, label: 'Edit the query', icon: Search, shortcut: '/', run: () => setTimeout(() => searchRef.current?.focus()) },
      { id: 'live', group, label: live ? 'Stop the live tail' : 'Start the live tail', icon: Radio, shortcut: 'l', run: toggleLive },
      { id: 'view', group, label: isTable ? 'Show as cards' : 'Show as a table', icon: Columns3, shortcut: 't', run: toggleView },
      { id: 'tag', group, label: 'Tag everything that matches', icon: Tags, run: onBulkTag },
      { id: 'csv', group, label: 'Export as CSV', icon: ArrowDownToLine, run: () => download(filters, 'csv') },
      { id: 'ndjson', group, label: 'Export as NDJSON', icon: ArrowDownToLine, run: () => download(filters, 'ndjson') },
      { id: 'json', group, label: 'Export as JSON', icon: ArrowDownToLine, run: () => download(filters, 'json') },
    ];
  }, [filters, isTable, live]);
  useOfferCommands(commands);
}
