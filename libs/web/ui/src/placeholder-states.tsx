import type { IconComponent } from './icon';
import type { ReactNode } from 'react';
import { cx } from './cx';

interface EmptyStateProps {
  icon: IconComponent;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  tone?: 'neutral' | 'bad';
  live?: boolean;
}

/** Fills a list that has nothing to show: says why, and what to do. */
export function EmptyState({ icon: Icon, title, children, action, tone = 'neutral', live = false }: EmptyStateProps) {
  return (
    <div role={live ? 'alert' : undefined} className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-14 text-center">
      <span className={cx('grid size-12 place-items-center rounded-xl', tone === 'bad' ? 'bg-bad-tint text-bad' : 'bg-raised text-faint')}>
        <Icon aria-hidden className="size-6" />
      </span>
      <h2 className="text-base font-semibold">{title}</h2>
      {children && <div className="text-soft text-pretty [overflow-wrap:anywhere]">{children}</div>}
      {action && <div className="flex flex-wrap justify-center gap-2 pt-1">{action}</div>}
    </div>
  );
}

/** Grey bars in place of text that is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx('skeleton h-4', className)} />;
}
