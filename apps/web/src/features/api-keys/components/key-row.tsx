import { identityRoutes, type ApiKey } from '@aoc/contracts';
import { Badge, Button, Dialog, type Tone } from '@aoc/web/ui';
import { useState, type ReactNode } from 'react';
import { useMay } from '../../../shared/api/me';
import { Instant } from '../../../shared/instant';
import { ProblemNotice } from '../../../shared/problem-notice';
import { roleWords } from '../../../shared/role-words';
import { useNow } from '../../../shared/use-now';
import { useRevokeApiKey } from '../api/revoke-api-key';

function stateOf({ revoked_at, expires_at }: ApiKey, now: number): { tone: Tone; words: string } {
  if (revoked_at !== null) return { tone: 'bad', words: 'Revoked' };
  if (expires_at !== null && Date.parse(expires_at) <= now) return { tone: 'warn', words: 'Expired' };
  return { tone: 'good', words: 'Active' };
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const revoke = useRevokeApiKey();
  return (
    <Dialog
      onClose={onClose}
      title={`Revoke “${apiKey.name}”?`}
      description="What uses this key is refused from now on. This cannot be undone; a new key can be made."
    >
      {revoke.error && <ProblemNotice error={revoke.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button variant="primary" disabled={revoke.isPending} onClick={() => revoke.mutate(apiKey.id, { onSuccess: onClose })}>
          Revoke the key
        </Button>
      </div>
    </Dialog>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-xs text-soft">{name}</dt>
    <dd className="[overflow-wrap:anywhere]">{children}</dd>
  </div>
);

/** One key: whose, for what, until when, and whether anything uses it. */
export function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const now = useNow();
  const [revoking, setRevoking] = useState(false);
  const mayRevoke = useMay(identityRoutes.revokeApiKey);
  const { tone, words } = stateOf(apiKey, now);
  return (
    <li data-api-key={apiKey.id} className="flex flex-col gap-2.5 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 font-semibold [overflow-wrap:anywhere]">
          <bdi>{apiKey.name}</bdi>
        </h3>
        <Badge tone={tone}>{words}</Badge>
        {apiKey.privacy_role && <Badge tone="warn">Sees what is hidden</Badge>}
        {mayRevoke && apiKey.revoked_at === null && (
          <Button size="sm" className="ml-auto" onClick={() => setRevoking(true)}>
            Revoke
          </Button>
        )}
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-[0.8125rem] md:grid-cols-5">
        <Fact name="Role">{roleWords(apiKey.role).name}</Fact>
        <Fact name="Created">
          <Instant at={apiKey.created_at} short /> by <bdi>{apiKey.created_by}</bdi>
        </Fact>
        <Fact name={apiKey.revoked_at === null ? 'Expires' : 'Revoked'}>
          {apiKey.revoked_at !== null ? (
            <Instant at={apiKey.revoked_at} short />
          ) : apiKey.expires_at === null ? (
            'Never'
          ) : (
            <Instant at={apiKey.expires_at} short />
          )}
        </Fact>
        <Fact name="Last used">{apiKey.last_used_at === null ? 'Never' : <Instant at={apiKey.last_used_at} ago />}</Fact>
        <Fact name="Begins with">
          <code className="font-mono text-xs">aoc_{apiKey.id}_</code>
        </Fact>
      </dl>
      {revoking && <RevokeDialog apiKey={apiKey} onClose={() => setRevoking(false)} />}
    </li>
  );
}
