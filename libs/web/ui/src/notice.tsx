import { CircleAlert, Info, TriangleAlert } from './icons';
import type { ReactNode } from 'react';
import { cx } from './cx';

const TONES = {
  info: { box: 'bg-accent-tint', icon: 'text-accent', Icon: Info },
  warn: { box: 'bg-warn-tint', icon: 'text-warn', Icon: TriangleAlert },
  bad: { box: 'bg-bad-tint', icon: 'text-bad', Icon: CircleAlert },
} as const;

interface NoticeProps {
  tone: keyof typeof TONES;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
  /** Read out when it appears. */
  live?: boolean;
}

/** One or two sentences in a tinted strip. */
export function Notice({ tone, children, action, className, live = false }: NoticeProps) {
  const { box, icon, Icon } = TONES[tone];
  return (
    <div
      role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}
      className={cx('flex items-start gap-2.5 rounded-md px-3 py-2 text-[0.8125rem]', box, className)}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', icon)} />
      <div className="min-w-0 flex-1 text-ink [overflow-wrap:anywhere]">{children}</div>
      {action}
    </div>
  );
}
