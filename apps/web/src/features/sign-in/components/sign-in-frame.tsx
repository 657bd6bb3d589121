import type { ReactNode } from 'react';

/** The page around what is shown before the product is. */
export function SignInFrame({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-ground px-4 py-10">
      <div className="w-full max-w-md rounded-xl border border-line bg-surface">
        <p className="flex items-center gap-2.5 border-b border-line px-5 py-3.5">
          <img src="/favicon.svg" alt="" width={26} height={26} className="size-6.5" />
          <span className="font-bold tracking-wide">AOC</span>
          <span className="text-[0.8125rem] text-soft">Admin Operations Center</span>
        </p>
        {children}
      </div>
    </main>
  );
}
