import { useState } from 'react';
import { toggled } from '../model/selection';

const MAX = 500;

/** Which rows are selected; `range` goes on from the row that was pressed last. More than 500 cannot be changed at once. */
export function useSelection(ids: string[]) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const set = (next: Iterable<string>) => setSelected(new Set([...next].slice(0, MAX)));
  return {
    selected,
    toggle(id: string, range: boolean) {
      set(toggled(selected, ids, id, range ? anchor : null));
      setAnchor(id);
    },
    all: () => set(ids),
    clear() {
      setSelected(new Set());
      setAnchor(null);
    },
  };
}
export type Selection = ReturnType<typeof useSelection>;
