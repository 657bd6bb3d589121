import { identityRoutes } from '@aoc/contracts';
import { Button, EmptyState, KeyRound, Plus, Skeleton } from '@aoc/web/ui';
import { useState } from 'react';
import { CARD, PageSection } from '../../../shared/page-section';
import { ProblemState } from '../../../shared/problem-notice';
import { SettingsPage } from '../../../shared/settings-page';
import { useApiKeys } from '../api/list-api-keys';
import { KeyRow } from './key-row';
import { NewKeyDialog } from './new-key-dialog';

function ApiKeys() {
  const { data, error, isPending, refetch } = useApiKeys();
  const [creating, setCreating] = useState(false);
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden className="size-4" /> New key
    </Button>
  );
  return (
    <PageSection title="Keys" note="For programs: each has a role, an end, and can be revoked at once." actions={create}>
      {isPending && <Skeleton className="h-24" />}
      {error && !data && <ProblemState error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <div className={CARD}>
          <EmptyState icon={KeyRound} title="There are no keys yet" action={create}>
            Make one for each program, so that one can be revoked without the others.
          </EmptyState>
        </div>
      )}
      {data && data.items.length > 0 && (
        <ul aria-label="API keys" className={`${CARD} divide-y divide-line`}>
          {data.items.map((apiKey) => (
            <KeyRow key={apiKey.id} apiKey={apiKey} />
          ))}
        </ul>
      )}
      {creating && <NewKeyDialog onClose={() => setCreating(false)} />}
    </PageSection>
  );
}

/** Keys with which programs use AOC. */
export function ApiKeysPage() {
  return (
    <SettingsPage title="API keys" route={identityRoutes.listApiKeys}>
      {() => <ApiKeys />}
    </SettingsPage>
  );
}
