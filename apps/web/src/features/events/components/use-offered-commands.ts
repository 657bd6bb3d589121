import { eventRoutes, searchRoutes, type ExportFormat } from '@aoc/contracts';
import { useNavigate } from '@tanstack/react-router';
import { ArrowDownToLine, Columns3, MessageCircleQuestion, Radio, Search, Tags } from '@aoc/web/ui';
import { useMemo, type RefObject } from 'react';
import { useFeatures } from '../../../shared/api/features';
import { showsAllTenants } from '../../../shared/api/all-tenants';
import { useMay } from '../../../shared/api/me';
import { download } from '../../../shared/download';
import { useOfferCommands, type Command } from '../../../shared/commands';
import { exportLink } from '../api/export-link';
import type { EventFilters } from '../../../shared/event-filters/filters';

interface OfferedCommands {
  filters: EventFilters;
  isTable: boolean;
  live: boolean;
  toggleView: () => void;
  toggleLive: () => void;
  onBulkTag: () => void;
  onFailure: (error: Error) => void;
  searchRef: RefObject<HTMLInputElement | null>;
}

/** What the palette can do on the events screen. */
export function useOfferedCommands({
  filters,
  isTable,
  live,
  toggleView,
  toggleLive,
  onBulkTag,
  onFailure,
  searchRef,
}: OfferedCommands): void {
  const all = showsAllTenants();
  const mayTag = useMay(eventRoutes.bulkTags) && !all;
  const navigate = useNavigate();
  const canAsk = useFeatures().data?.ai_features_enabled === true && !all;
  const commands = useMemo((): Command[] => {
    const exportAs = (format: ExportFormat) => () =>
      void download(searchRoutes.exportEvents, exportLink(filters, format, new Date())).catch(onFailure);
    const group = 'Events';
    return [
      { id: 'query', group, label: 'Edit the query', icon: Search, shortcut: '/', run: () => setTimeout(() => searchRef.current?.focus()) },
      ...(all
        ? []
        : [{ id: 'live', group, label: live ? 'Stop the live tail' : 'Start the live tail', icon: Radio, shortcut: 'l', run: toggleLive }]),
      { id: 'view', group, label: isTable ? 'Show as cards' : 'Show as a table', icon: Columns3, shortcut: 't', run: toggleView },
      ...(canAsk
        ? [
            {
              id: 'ask-these',
              group,
              label: 'Ask about these events',
              icon: MessageCircleQuestion,
              run: () => void navigate({ to: '/ask', search: filters }),
            },
          ]
        : []),
      ...(mayTag ? [{ id: 'tag', group, label: 'Tag everything that matches', icon: Tags, run: onBulkTag }] : []),
      { id: 'csv', group, label: 'Export as CSV', icon: ArrowDownToLine, run: exportAs('csv') },
      { id: 'ndjson', group, label: 'Export as NDJSON', icon: ArrowDownToLine, run: exportAs('ndjson') },
      { id: 'json', group, label: 'Export as JSON', icon: ArrowDownToLine, run: exportAs('json') },
    ];
  }, [filters, isTable, live, mayTag, canAsk]);
  useOfferCommands(commands);
}
