import type { IconComponent } from './icon';
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react';
import { cx } from './cx';

interface ItemContent {
  icon?: IconComponent;
  /** Text at the far end, e.g. a key or a count. */
  end?: ReactNode;
  children: ReactNode;
}

const Content = ({ icon: Icon, end, children }: ItemContent) => (
  <>
    {Icon && <Icon aria-hidden className="size-4 shrink-0 text-faint" />}
    <span className="min-w-0 flex-1 truncate">{children}</span>
    {end}
  </>
);

/** One choice in a popover. */
export function MenuItem({ icon, end, children, className, ...rest }: ItemContent & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" className={cx('aoc-menu-item', className)} {...rest}>
      <Content icon={icon} end={end}>
        {children}
      </Content>
    </button>
  );
}

/** A link that looks like a choice, such as a download. */
export function MenuLink({ icon, end, children, className, ...rest }: ItemContent & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a className={cx('aoc-menu-item', className)} {...rest}>
      <Content icon={icon} end={end}>
        {children}
      </Content>
    </a>
  );
}
