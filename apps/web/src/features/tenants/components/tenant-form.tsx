import { fetchedSourceSchema, type TenantAnswer } from '@aoc/contracts';
import { Button, cx, Modal, Segmented, TextField } from '@aoc/web/ui';
import { useState } from 'react';
import { ProblemError } from '../../../shared/api/api-error';
import { DayToggles } from '../../../shared/day-toggles';
import { errorOf } from '../../../shared/field-errors';
import { FormField } from '../../../shared/form-field';
import { ProblemNotice } from '../../../shared/problem-notice';
import { SOURCE_NAMES } from '../../../shared/source-status';
import { useChangeTenant, useCreateTenant } from '../api/save-tenant';
import { LookPart, NotificationPart, PrivacyPart } from './tenant-own-settings';
import { draftOfTenant, newTenant, toChange, toNewTenant, usualWork, type TenantDraft } from '../model/tenant-draft';

interface PartProps {
  draft: TenantDraft;
  put: (change: Partial<TenantDraft>) => void;
  error: (field: string) => string | null;
}

const FieldError = ({ text }: { text: string | null }) =>
  text === null ? null : (
    <p role="alert" className="text-xs text-bad">
      {text}
    </p>
  );

function Credentials({ draft, put, error, stored }: PartProps & { stored: TenantAnswer | null }) {
  if (stored?.origin === 'environment')
    return (
      <p className="text-[0.8125rem] text-soft">
        Its name and credentials are TENANT_NAME, CLIENT_ID and CLIENT_SECRET of the environment.
      </p>
    );
  return (
    <>
      <FormField label="Application (client) id" error={error('credentials.client_id')}>
        <TextField
          className="font-mono"
          maxLength={36}
          value={draft.clientId}
          onChange={(event) => put({ clientId: event.target.value })}
        />
      </FormField>
      <FormField
        label="Client secret"
        error={error('credentials.client_secret')}
        note={stored?.has_secret ? 'There is one. Empty leaves id and secret as they are.' : 'Sealed when stored; it is never shown again.'}
      >
        <TextField
          type="password"
          autoComplete="new-password"
          maxLength={1000}
          value={draft.secret}
          onChange={(event) => put({ secret: event.target.value })}
        />
      </FormField>
    </>
  );
}

function Sources({ draft, put, error }: PartProps) {
  const { sources } = draft;
  return (
    <fieldset className="flex flex-col gap-2 rounded-lg border border-line p-3">
      <legend className="px-1 text-xs text-soft">What is fetched (nothing chosen: as the installation does)</legend>
      <div className="flex flex-wrap gap-1">
        {fetchedSourceSchema.options.map((source) => {
          const on = sources.includes(source);
          return (
            <Button
              key={source}
              size="sm"
              aria-pressed={on}
              className={cx(on && 'border-accent bg-accent-tint text-accent')}
              onClick={() => put({ sources: on ? sources.filter((one) => one !== source) : [...sources, source] })}
            >
              {SOURCE_NAMES[source].name}
            </Button>
          );
        })}
      </div>
      <FieldError text={error('sources')} />
    </fieldset>
  );
}

function Work({ draft, put, error }: PartProps) {
  const { working } = draft;
  const change = (part: Partial<NonNullable<typeof working>>) => put({ working: { ...(working ?? usualWork()), ...part } });
  return (
    <fieldset className="flex flex-col gap-2.5 rounded-lg border border-line p-3">
      <legend className="px-1 text-xs text-soft">Working time</legend>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="accent-(--accent)"
          checked={working !== null}
          onChange={(event) => put({ working: event.target.checked ? usualWork() : null })}
        />
        Other than Monday to Friday, 9 to 17, UTC
      </label>
      {working && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <TextField
              type="time"
              aria-label="Work starts"
              className="w-34"
              value={working.start}
              onChange={(event) => change({ start: event.target.value })}
            />
            <span className="text-soft">to</span>
            <TextField
              type="time"
              aria-label="Work ends"
              className="w-34"
              value={working.end}
              onChange={(event) => change({ end: event.target.value })}
            />
            <TextField
              aria-label="Time zone"
              className="w-44"
              maxLength={64}
              value={working.time_zone}
              onChange={(event) => change({ time_zone: event.target.value })}
            />
          </div>
          <DayToggles days={working.days} onChange={(days) => change({ days })} />
        </>
      )}
      <FieldError text={error('working_time')} />
    </fieldset>
  );
}

/** Where the events come from, how often, and how long they stay. */
function Connection({ stored, ...part }: PartProps & { stored: TenantAnswer | null }) {
  const { draft } = part;
  return (
    <>
      {stored?.origin !== 'environment' && (
        <FormField label="Name" error={part.error('name')}>
          <TextField maxLength={200} value={draft.name} onChange={(event) => part.put({ name: event.target.value })} />
        </FormField>
      )}
      {!stored && (
        <FormField label="Directory (tenant) id" error={part.error('tenant_id')}>
          <TextField
            className="font-mono"
            maxLength={36}
            value={draft.tenantId}
            onChange={(event) => part.put({ tenantId: event.target.value })}
          />
        </FormField>
      )}
      <Credentials {...part} stored={stored} />
      <Sources {...part} />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField label="Minutes between fetches" error={part.error('interval_minutes')} note="Empty: as the installation does.">
          <TextField
            type="number"
            step="any"
            min={0}
            value={draft.interval}
            onChange={(event) => part.put({ interval: event.target.value })}
          />
        </FormField>
        <FormField
          label="Days that events are kept"
          error={part.error('retention_days')}
          note="0: for ever. Empty: as the installation does."
        >
          <TextField type="number" min={0} value={draft.retention} onChange={(event) => part.put({ retention: event.target.value })} />
        </FormField>
      </div>
      <Work {...part} />
    </>
  );
}

type Tab = 'connection' | 'privacy' | 'notifications' | 'look';
const TABS = [
  { value: 'connection', label: 'Connection' },
  { value: 'privacy', label: 'Privacy' },
  { value: 'notifications', label: 'Messages' },
  { value: 'look', label: 'Look' },
] satisfies { value: Tab; label: string }[];

/** Registers a tenant, or changes `stored`. */
export function TenantForm({ stored, onClose }: { stored: TenantAnswer | null; onClose: () => void }) {
  const [draft, setDraft] = useState(() => (stored ? draftOfTenant(stored) : newTenant()));
  const [tab, setTab] = useState<Tab>('connection');
  const change = useChangeTenant(stored?.tenant_id ?? '');
  const create = useCreateTenant();
  const save = stored ? change : create;
  const errors = save.error instanceof ProblemError ? (save.error.problem.errors ?? []) : [];
  const part: PartProps = {
    draft,
    put: (next) => setDraft((before) => ({ ...before, ...next })),
    error: (field) => errorOf(errors, field),
  };
  const title = stored ? `Change “${stored.name}”` : 'New tenant';
  return (
    <Modal onClose={onClose} label={title} className="w-140">
      <form
        className="flex max-h-[80vh] flex-col gap-4 overflow-y-auto p-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (stored) change.mutate(toChange(draft, stored), { onSuccess: onClose });
          else create.mutate(toNewTenant(draft), { onSuccess: onClose });
        }}
      >
        <h2 className="text-base font-semibold">{title}</h2>
        {stored && (
          <div className="flex">
            <Segmented<Tab> label="Settings" value={tab} onChange={setTab} options={TABS} />
          </div>
        )}
        {tab === 'privacy' && <PrivacyPart {...part} errors={errors} />}
        {tab === 'notifications' && <NotificationPart {...part} errors={errors} />}
        {tab === 'look' && <LookPart {...part} errors={errors} />}
        {tab === 'connection' && <Connection {...part} stored={stored} />}
        {save.error && <ProblemNotice error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={save.isPending}>
            {save.isPending ? 'Saving…' : stored ? 'Save' : 'Register tenant'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
