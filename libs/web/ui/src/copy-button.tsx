import { Check, Copy } from './icons';
import type { IconComponent } from './icon';
import { useState } from 'react';
import { Button } from './button';

interface CopyButtonProps {
  text: string;
  label: string;
  withText?: boolean;
  icon?: IconComponent;
  /** Square, for bars of small icons; not a stop of the tab key. */
  small?: boolean;
}

/** Copies `text`; says so by icon and to screen readers for a moment. */
export function CopyButton({ text, label, withText = false, icon = Copy, small = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const Icon = copied ? Check : icon;
  return (
    <Button
      variant="ghost"
      size="sm"
      className={small ? 'size-6 px-0' : undefined}
      tabIndex={small ? -1 : undefined}
      onClick={() => void copy()}
      aria-label={withText ? undefined : label}
      title={label}
    >
      <Icon aria-hidden className={copied ? 'size-3.5 text-good' : 'size-3.5'} />
      {withText && (copied ? 'Copied' : label)}
      {copied && !withText && <span className="sr-only">Copied</span>}
    </Button>
  );
}
