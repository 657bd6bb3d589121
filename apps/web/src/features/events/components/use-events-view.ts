import { usePreference } from '../../../shared/preferences';
import { useMediaQuery } from '../../../shared/use-media-query';
import { parseColumns, type ColumnName } from '../model/table-columns';
import type { ListView } from './list-toolbar';
import { useState } from 'react';

/** Below this the panel covers the list instead of standing beside it. */
const BESIDE = '(min-width: 64rem)';
/** Below this the values lie over the list when they are called. */
const SIDEBAR = '(min-width: 56.25rem)';

/** How the reader likes the screen; kept in the browser, because an address is shared with people who like it otherwise. */
export function useEventsView() {
  const beside = useMediaQuery(BESIDE);
  const wide = useMediaQuery(SIDEBAR);
  const [view, setView] = usePreference('events.view');
  const [columns, setColumns] = usePreference('events.columns');
  const [sidebar, setSidebar] = usePreference('events.sidebar');
  const [drawer, setDrawer] = useState(false);
  const shown = wide ? sidebar !== 'hidden' : drawer;
  return {
    beside,
    view: view === 'table' ? ('table' as const) : ('cards' as const),
    setView: (next: ListView) => setView(next),
    columns: parseColumns(columns),
    setColumns: (next: ColumnName[]) => setColumns(next.join(',')),
    facets: {
      shown,
      drawer: !wide,
      onToggle: () => (wide ? setSidebar(shown ? 'hidden' : 'shown') : setDrawer(!drawer)),
      onClose: () => setDrawer(false),
    },
  };
}
