import { readableAccent } from '@aoc/contracts';
import { useEffect, type ReactNode } from 'react';
import { useBranding } from '../shared/api/branding';
import { useTheme } from '../shared/preferences';

/** The accent of the page, as near to that of the tenant as can be read. */
function useAccent(colour: string | null): void {
  const theme = useTheme();
  useEffect(() => {
    if (colour === null) return;
    const { style } = document.documentElement;
    const { accent, ink, tint } = readableAccent(colour, theme);
    const values = { '--accent': accent, '--accent-ink': ink, '--accent-tint': tint };
    for (const [name, value] of Object.entries(values)) style.setProperty(name, value);
    return () => {
      for (const name of Object.keys(values)) style.removeProperty(name);
    };
  }, [colour, theme]);
}

/** Logo and name of the tenant in the place of AOC's, which are `usual`. */
export function TenantBrand({ usual }: { usual: ReactNode }) {
  const branding = useBranding();
  useAccent(branding?.accent ?? null);
  if (!branding?.logo && !branding?.name) return usual;
  const name = branding.name ?? 'AOC';
  return (
    <>
      {branding.logo ? (
        <img src={branding.logo} alt={branding.name === null ? 'Home' : ''} className="h-7 max-w-20 object-contain 2xl:max-w-32" />
      ) : (
        <img src="/favicon.svg" alt="" width={26} height={26} className="size-6.5" />
      )}
      <bdi data-brand className="max-w-28 truncate 2xl:max-w-48 text-[0.9375rem] font-bold max-[26rem]:sr-only" title={name}>
        {name}
      </bdi>
    </>
  );
}
