import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

// What it needs of the contracts is not part of the first load.
const TenantBrand = lazy(async () => ({ default: (await import('./tenant-brand')).TenantBrand }));

const Usual = () => (
  <>
    <img src="/favicon.svg" alt="" width={26} height={26} className="size-6.5" />
    <span className="flex items-baseline gap-2 leading-none max-[26rem]:sr-only">
      <span className="text-[0.9375rem] font-bold tracking-wide">AOC</span>{' '}
      <span className="hidden text-[0.8125rem] text-soft min-[88rem]:inline">Admin Operations Center</span>
    </span>
  </>
);

/** Leads home; shows AOC, or what the tenant chose in its place. */
export function Brand() {
  return (
    <Link to="/events" className="flex shrink-0 items-center gap-2.5 rounded-md">
      <Suspense fallback={<Usual />}>
        <TenantBrand usual={<Usual />} />
      </Suspense>
    </Link>
  );
}
