import { auditRoutes, searchRoutes, type Erasure, type TenantAnswer } from '@aoc/contracts';
import { Button, CopyButton, Dialog, Download, Notice, TextField, Trash2 } from '@aoc/web/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { download } from '../../../shared/download';
import { FormField } from '../../../shared/form-field';
import { Instant } from '../../../shared/instant';
import { count } from '../../../shared/numbers';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useEraseTenant } from '../api/erase-tenant';
import { tenantKeys } from '../api/tenant-keys';

const EXPORTS = [
  {
    route: searchRoutes.exportEvents,
    href: `${searchRoutes.exportEvents.path}?format=ndjson&raw=true`,
    label: 'Events with their records',
  },
  { route: auditRoutes.exportAuditTrail, href: auditRoutes.exportAuditTrail.path, label: 'Audit trail' },
] as const;

function Exports({ tenant }: { tenant: TenantAnswer }) {
  const [failure, setFailure] = useState<Error | null>(null);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-soft">Export what you must keep first:</p>
      <div className="flex flex-wrap gap-1.5">
        {EXPORTS.map(({ route, href, label }) => (
          <Button
            key={label}
            size="sm"
            onClick={() => {
              setFailure(null);
              download(route, href, '', tenant.tenant_id).catch(setFailure);
            }}
          >
            <Download aria-hidden className="size-3.5" /> {label}
          </Button>
        ))}
      </div>
      {failure && <ProblemNotice error={failure} />}
    </div>
  );
}

/** What was deleted, collection by collection, and that nothing was found afterwards. */
function Proof({ erasure }: { erasure: Erasure }) {
  const rows = Object.entries(erasure.erased)
    .filter(([, number]) => number > 0)
    .toSorted(([, a], [, b]) => b - a);
  return (
    <div data-proof className="flex flex-col gap-3">
      <Notice live tone={erasure.remaining === 0 ? 'info' : 'bad'}>
        {erasure.remaining === 0
          ? 'Everything was deleted: nothing of the tenant was found afterwards.'
          : `${count(erasure.remaining)} documents were found afterwards. Erase once more.`}
      </Notice>
      <p className="text-[0.8125rem] text-soft">
        <Instant at={erasure.erased_at} />, tenant <span className="font-mono [overflow-wrap:anywhere]">{erasure.tenant_id}</span>
      </p>
      <table className="text-[0.8125rem]">
        <caption className="sr-only">Deleted documents by collection</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-soft">
            <th className="py-1 font-medium">Collection</th>
            <th className="py-1 text-right font-medium">Deleted</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, number]) => (
            <tr key={name} className="border-b border-line last:border-0">
              <td className="py-1 font-mono text-xs">{name}</td>
              <td className="py-1 text-right tabular-nums">{count(number)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-xs text-soft">
        The audit trail of your own tenant keeps who erased it. Backups, the archive folder and what the SIEM received are yours to erase.
      </p>
    </div>
  );
}

/** Erases a disabled tenant once its id has been typed, and shows the proof. */
export function EraseDialog({ tenant, onClose }: { tenant: TenantAnswer; onClose: () => void }) {
  const erase = useEraseTenant(tenant.tenant_id);
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const close = () => {
    onClose();
    if (!erase.data) return;
    void client.invalidateQueries({ queryKey: tenantKeys.list });
    void client.invalidateQueries({ queryKey: ['me'] });
  };
  const title = erase.data ? `“${tenant.name}” is erased` : `Erase “${tenant.name}”?`;
  return (
    <Dialog
      onClose={close}
      title={title}
      description={erase.data ? 'Keep this proof.' : 'Every event, alert, rule, key and setting of it is deleted. This cannot be undone.'}
    >
      {erase.data ? (
        <>
          <Proof erasure={erase.data} />
          <div className="flex justify-end gap-2">
            <CopyButton withText text={JSON.stringify(erase.data, null, 2)} label="Copy the proof" />
            <Button variant="primary" onClick={close}>
              Close
            </Button>
          </div>
        </>
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            erase.mutate(typed.trim().toLowerCase());
          }}
        >
          <Exports tenant={tenant} />
          <FormField label="Type its id to confirm" note={<span className="font-mono">{tenant.tenant_id}</span>}>
            <TextField
              className="font-mono"
              autoComplete="off"
              spellCheck={false}
              maxLength={40}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </FormField>
          {erase.error && <ProblemNotice error={erase.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={close}>Keep it</Button>
            <Button
              type="submit"
              variant="primary"
              className="bg-bad text-surface hover:bg-bad/90"
              disabled={typed.trim().toLowerCase() !== tenant.tenant_id || erase.isPending}
            >
              <Trash2 aria-hidden className="size-3.5" /> {erase.isPending ? 'Erasing…' : 'Erase the tenant'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
