import { personRoleSchema, type ApiKeyCreated, type PersonRole } from '@aoc/contracts';
import { Button, CopyButton, Dialog, Notice, Select, TextField } from '@aoc/web/ui';
import { useState } from 'react';
import { ProblemError } from '../../../shared/api/api-error';
import { useHolds } from '../../../shared/api/me';
import { errorOf } from '../../../shared/field-errors';
import { FormField } from '../../../shared/form-field';
import { ProblemNotice } from '../../../shared/problem-notice';
import { roleWords } from '../../../shared/role-words';
import { useCreateApiKey } from '../api/create-api-key';

const NEVER = 'never';
const DAYS = [30, 90, 365, 730];

function Created({ created, onClose }: { created: ApiKeyCreated; onClose: () => void }) {
  const [kept, setKept] = useState(false);
  return (
    // Only the button closes it: a stray Esc would lose the key for good.
    <Dialog onClose={() => kept && onClose()} title={`The key “${created.name}”`} description="Programs send it as a bearer token.">
      <Notice tone="warn" live>
        <strong className="font-semibold">This key is shown only now.</strong> AOC keeps a hash of it. Put it where secrets are kept; if it
        is lost, revoke it and make another.
      </Notice>
      <div className="flex items-start gap-2 rounded-lg border border-line bg-ground p-2.5">
        <code data-new-key className="min-w-0 flex-1 font-mono text-[0.8125rem] [overflow-wrap:anywhere] select-all">
          {created.key}
        </code>
        <CopyButton text={created.key} label="Copy" withText />
      </div>
      <label className="flex items-center gap-2">
        <input type="checkbox" className="accent-(--accent)" checked={kept} onChange={(event) => setKept(event.target.checked)} />I have
        stored the key
      </label>
      <div className="flex justify-end">
        <Button variant="primary" disabled={!kept} onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}

/** Makes a key and shows it, once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const holds = useHolds();
  const create = useCreateApiKey();
  const [name, setName] = useState('');
  const [role, setRole] = useState<PersonRole>('viewer');
  const [days, setDays] = useState('365');
  const [privacyRole, setPrivacyRole] = useState(false);
  if (create.data) return <Created created={create.data} onClose={onClose} />;
  const errors = create.error instanceof ProblemError ? (create.error.problem.errors ?? []) : [];
  return (
    <Dialog onClose={onClose} title="New API key" description="For a program that reads AOC or works in it.">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name, role, expires_in_days: days === NEVER ? null : Number(days), privacy_role: privacyRole });
        }}
      >
        <FormField label="Name" note="What uses it, so that it can be told from others." error={errorOf(errors, 'name')}>
          <TextField maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </FormField>
        <FormField label="Role" note={`Who has it ${roleWords(role).may}.`} error={errorOf(errors, 'role')}>
          <Select value={role} onChange={(event) => setRole(personRoleSchema.parse(event.target.value))}>
            {personRoleSchema.options.filter(holds).map((option) => (
              <option key={option} value={option}>
                {roleWords(option).name}
              </option>
            ))}
          </Select>
        </FormField>
        <FormField label="Ends after" error={errorOf(errors, 'expires_in_days')}>
          <Select value={days} onChange={(event) => setDays(event.target.value)}>
            {DAYS.map((number) => (
              <option key={number} value={number}>
                {number} days
              </option>
            ))}
            <option value={NEVER}>Never</option>
          </Select>
        </FormField>
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-1 accent-(--accent)"
            checked={privacyRole}
            onChange={(event) => setPrivacyRole(event.target.checked)}
          />
          Sees what the privacy settings hide
        </label>
        {errorOf(errors, 'privacy_role') && (
          <p role="alert" className="text-xs text-bad">
            {errorOf(errors, 'privacy_role')}
          </p>
        )}
        {create.error && <ProblemNotice error={create.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={create.isPending}>
            {create.isPending ? 'Creating…' : 'Create key'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
