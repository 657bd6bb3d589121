import { channelKindSchema, type FieldError, type NotificationChannel } from '@aoc/contracts';
import { Button, cx, Modal, Segmented, TagInput, TextField } from '@aoc/web/ui';
import { useState } from 'react';
import { ProblemError } from '../../../shared/api/api-error';
import { useRuleNames } from '../../../shared/api/rule-names';
import { errorOf } from '../../../shared/field-errors';
import { FormField } from '../../../shared/form-field';
import { ProblemNotice } from '../../../shared/problem-notice';
import { QuietHours } from '../../../shared/quiet-hours';
import { capital, SEVERITIES } from '../../../shared/severity';
import { useSaveChannel } from '../api/save-channel';
import { CHANNEL_KINDS, draftOfChannel, newChannel, toChannel, type ChannelDraft } from '../model/channel-draft';
import { RulePicker } from './rule-picker';

interface PartProps {
  draft: ChannelDraft;
  put: (change: Partial<ChannelDraft>) => void;
  errors: readonly FieldError[];
}

function Destination({ draft, put, errors, stored }: PartProps & { stored: NotificationChannel | null }) {
  const { where, note } = CHANNEL_KINDS[draft.kind];
  if (draft.kind === 'email')
    return (
      <FormField label="Recipients" error={errorOf(errors, 'recipients')} note={note}>
        <TagInput
          label="Recipients"
          placeholder="name@example.com"
          value={draft.recipients}
          onChange={(recipients) => put({ recipients })}
          suggestions={[]}
          maxLength={254}
        />
      </FormField>
    );
  return (
    <>
      <FormField label="URL" error={errorOf(errors, 'url')} note={stored ? `Now: ${stored.destination}. Empty leaves it as it is.` : note}>
        <TextField
          type="url"
          placeholder={where}
          maxLength={2000}
          value={draft.url}
          onChange={(event) => put({ url: event.target.value })}
        />
      </FormField>
      {draft.kind === 'webhook' && (
        <FormField
          label="Secret"
          error={errorOf(errors, 'secret')}
          note={
            stored?.has_secret ? 'There is one; empty leaves it as it is.' : 'Signs each message with HMAC-SHA256. It is never shown again.'
          }
        >
          <TextField
            type="password"
            autoComplete="new-password"
            maxLength={500}
            value={draft.secret}
            onChange={(event) => put({ secret: event.target.value })}
          />
        </FormField>
      )}
    </>
  );
}

function Routing({ draft, put, errors }: PartProps) {
  const { routing } = draft;
  const { severities } = routing;
  const rules = useRuleNames().data ?? [];
  const tags = [...new Set(rules.flatMap((rule) => rule.tags))].sort();
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border border-line p-3">
      <legend className="px-1 text-xs text-soft">Which alerts (nothing chosen: all)</legend>
      <div role="group" aria-label="Severities" className="flex flex-wrap gap-1">
        {SEVERITIES.map((severity) => {
          const on = severities.includes(severity);
          return (
            <Button
              key={severity}
              size="sm"
              aria-pressed={on}
              className={cx(on && 'border-accent bg-accent-tint text-accent')}
              onClick={() =>
                put({ routing: { ...routing, severities: on ? severities.filter((one) => one !== severity) : [...severities, severity] } })
              }
            >
              {capital(severity)}
            </Button>
          );
        })}
      </div>
      <TagInput
        label="Rule tags"
        placeholder="Rule tag"
        value={routing.tags}
        onChange={(chosen) => put({ routing: { ...routing, tags: chosen } })}
        suggestions={tags}
        maxLength={64}
      />
      <RulePicker rules={rules} chosen={routing.rule_ids} onChange={(rule_ids) => put({ routing: { ...routing, rule_ids } })} />
      {errorOf(errors, 'routing') && (
        <p role="alert" className="text-xs text-bad">
          {errorOf(errors, 'routing')}
        </p>
      )}
    </fieldset>
  );
}

/** Creates a channel, or changes `stored`. */
export function ChannelForm({ stored, onClose }: { stored: NotificationChannel | null; onClose: () => void }) {
  const [draft, setDraft] = useState(() => (stored ? draftOfChannel(stored) : newChannel()));
  const save = useSaveChannel();
  const errors = save.error instanceof ProblemError ? (save.error.problem.errors ?? []) : [];
  const put = (change: Partial<ChannelDraft>) => setDraft((before) => ({ ...before, ...change }));
  const part = { draft, put, errors };
  const title = stored ? `Change “${stored.name}”` : 'New channel';
  return (
    <Modal onClose={onClose} label={title} className="w-140">
      <form
        className="flex max-h-[80vh] flex-col gap-4 overflow-y-auto p-5"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ channel: toChannel(draft), base: stored && { id: stored.id, version: stored.version } }, { onSuccess: onClose });
        }}
      >
        <h2 className="text-base font-semibold">{title}</h2>
        <Segmented
          label="Kind"
          value={draft.kind}
          onChange={(kind) => put({ kind })}
          options={channelKindSchema.options.map((value) => ({ value, label: CHANNEL_KINDS[value].label }))}
        />
        <FormField label="Name" error={errorOf(errors, 'name')}>
          <TextField maxLength={100} value={draft.name} onChange={(event) => put({ name: event.target.value })} />
        </FormField>
        <Destination {...part} stored={stored?.kind === draft.kind ? stored : null} />
        <Routing {...part} />
        <QuietHours value={draft.quiet_hours} error={errorOf(errors, 'quiet_hours')} onChange={(quiet_hours) => put({ quiet_hours })} />
        <FormField
          label="Digest, minutes"
          error={errorOf(errors, 'digest_minutes')}
          note="0: each alert at once. Otherwise one message for all alerts of so many minutes."
        >
          <TextField
            type="number"
            min={0}
            max={1440}
            className="w-32"
            value={Number.isNaN(draft.digest_minutes) ? '' : draft.digest_minutes}
            onChange={(event) => put({ digest_minutes: event.target.valueAsNumber })}
          />
        </FormField>
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-(--accent)"
            checked={draft.enabled}
            onChange={(event) => put({ enabled: event.target.checked })}
          />
          Messages are sent
        </label>
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-(--accent)"
            checked={draft.uses_defaults}
            onChange={(event) => put({ uses_defaults: event.target.checked })}
          />
          The tenant’s defaults hold for severities and quiet hours that are not chosen here
        </label>
        {save.error && <ProblemNotice error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={save.isPending}>
            {save.isPending ? 'Saving…' : stored ? 'Save' : 'Create channel'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
