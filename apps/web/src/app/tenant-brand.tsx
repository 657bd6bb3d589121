import { readableAccent } from '@aoc/contracts';
import { cx } from '@aoc/web/ui';
import { useEffect, type ReactNode } from 'react';
import { useBranding } from '../shared/api/branding';
import { useTenantName } from '../shared/api/me';

const rule = (colour: string, theme: 'dark' | 'light'): string => {
  const { accent, ink, tint } = readableAccent(colour, theme);
  return `:root[data-theme='${theme}'] { --accent: ${accent}; --accent-ink: ${ink}; --accent-tint: ${tint}; }`;
};

/** The accent of the page in both themes, as near to that of the tenant as can be read. */
function useAccent(colour: string | null): void {
  useEffect(() => {
    if (colour === null) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rule(colour, 'dark') + rule(colour, 'light'));
    document.adoptedStyleSheets.push(sheet);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [colour]);
}

/** Logo and name of the tenant in the place of AOC's, which are `usual`. */
export function TenantBrand({ usual }: { usual: ReactNode }) {
  const branding = useBranding();
  const besideSwitcher = useTenantName() !== null;
  useAccent(branding?.accent ?? null);
  if (!branding?.logo && !branding?.name) return usual;
  const name = branding.name ?? 'AOC';
  return (
    <>
      {branding.logo ? (
        <img
          src={branding.logo}
          alt={branding.name === null ? 'Home' : ''}
          className="h-7 max-w-20 object-contain max-[26rem]:max-w-8 2xl:max-w-32"
        />
      ) : (
        <img src="/favicon.svg" alt="" width={26} height={26} className="size-6.5" />
      )}
      {/* Beside a logo and the tenant switcher, which names the tenant, only where there is room. */}
      <bdi
        data-brand
        className={cx(
          'truncate text-[0.9375rem] font-bold 2xl:max-w-48',
          besideSwitcher ? 'max-w-28' : 'max-w-28 xl:max-w-44',
          branding.logo ? (besideSwitcher ? 'max-2xl:sr-only' : 'max-xl:sr-only') : 'max-[26rem]:sr-only',
        )}
        title={name}
      >
        {name}
      </bdi>
    </>
  );
}
