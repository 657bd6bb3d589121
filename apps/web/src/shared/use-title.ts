import { useEffect } from 'react';

/** Title of the browser tab while a screen is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · AOC`;
  }, [title]);
}
