/** The selection after `id` was pressed; with `anchor`, all rows between the two get the state that `id` gets. */
export function toggled(selected: ReadonlySet<string>, ids: readonly string[], id: string, anchor: string | null): Set<string> {
  const next = new Set(selected);
  const [at, from] = [ids.indexOf(id), anchor === null ? -1 : ids.indexOf(anchor)];
  const range = from < 0 || at < 0 ? [id] : ids.slice(Math.min(at, from), Math.max(at, from) + 1);
  const on = from >= 0 ? true : !selected.has(id);
  for (const one of range) {
    if (on) next.add(one);
    else next.delete(one);
  }
  return next;
}
