import type { ReactNode } from 'react';

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="rounded border border-line-strong/70 bg-raised px-1 font-mono text-2xs text-soft">{children}</kbd>;
}
