import type { ButtonHTMLAttributes, Ref } from 'react';
import { cx } from './cx';

const VARIANTS = {
  primary: 'bg-accent text-accent-ink font-medium hover:brightness-110 border-transparent',
  secondary: 'bg-surface text-ink border-line-strong/70 hover:bg-hover',
  ghost: 'bg-transparent text-soft border-transparent hover:bg-hover hover:text-ink',
} as const;
const SIZES = { sm: 'h-7 px-2 text-xs gap-1.5', md: 'h-8.5 px-3 gap-2', icon: 'size-8.5 justify-center' } as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  ref?: Ref<HTMLButtonElement>;
}

/** A push button. Give icon buttons an `aria-label`. */
export function Button({ variant = 'secondary', size = 'md', className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md border whitespace-nowrap transition-colors select-none disabled:opacity-50 disabled:pointer-events-none',
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
      {...rest}
    />
  );
}
