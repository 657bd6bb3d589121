import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { showsAllTenants } from '../shared/api/all-tenants';
import { Banners } from './banners';
import { Footer } from './footer';
import { Header } from './header';
import { Overlays, type Overlay } from './overlays';

const OneTenantOnly = lazy(async () => ({ default: (await import('./one-tenant-only')).OneTenantOnly }));

export function Shell() {
  const [overlay, setOverlay] = useState<Overlay>(null);
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-ink"
      >
        Skip to content
      </a>
      <Banners />
      <Header onPalette={() => setOverlay('palette')} />
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        {showsAllTenants() ? (
          <Suspense>
            <OneTenantOnly>
              <Outlet />
            </OneTenantOnly>
          </Suspense>
        ) : (
          <Outlet />
        )}
      </main>
      <Footer onKeys={() => setOverlay('keys')} />
      <Overlays open={overlay} onOpen={setOverlay} />
    </div>
  );
}
