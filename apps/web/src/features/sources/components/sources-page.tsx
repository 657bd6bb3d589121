import { showsAllTenants } from '../../../shared/api/all-tenants';
import { useTitle } from '../../../shared/use-title';
import { FetchNow } from './fetch-now';
import { Imports } from './imports';
import { RejectedRecords } from './rejected-records';
import { SourceCards } from './source-cards';
import { TenantSources } from './tenant-sources';

/** Health of what is read, and the ways to read more. */
export function SourcesPage() {
  useTitle('Sources');
  const all = showsAllTenants();
  return (
    // To be scrolled by keyboard also by who is offered no button in it.
    <div className="relative min-h-0 flex-1 overflow-y-auto outline-none" tabIndex={0}>
      <div className="mx-auto flex max-w-384 flex-col gap-8 px-3 py-5 sm:px-6">
        <h1 className="text-xl font-semibold">Sources</h1>
        {all ? (
          <TenantSources />
        ) : (
          <>
            <FetchNow />
            <SourceCards />
            <div className="grid items-start gap-8 xl:grid-cols-2">
              <Imports />
              <RejectedRecords />
            </div>
          </>
        )}
      </div>
    </div>
  );
}
