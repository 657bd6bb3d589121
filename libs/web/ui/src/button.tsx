import type { ButtonHTMLAttributes, Ref } from 'react';
import { cx } from './cx';

const VARIANTS = { primary: 'aoc-button-primary', secondary: 'aoc-button-secondary', ghost: 'aoc-button-ghost' } as const;
const SIZES = { sm: 'aoc-button-sm', md: 'aoc-button-md', icon: 'aoc-button-icon' } as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  ref?: Ref<HTMLButtonElement>;
}

/** A push button. Give icon buttons an `aria-label`. Utility classes in `className` win over its own look. */
export function Button({ variant = 'secondary', size = 'md', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={cx('aoc-button', VARIANTS[variant], SIZES[size], className)} {...rest} />;
}
