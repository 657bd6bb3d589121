import type { Alert } from '@aoc/contracts';
import { Button, Dialog, Notice, Segmented, Select, TextArea } from '@aoc/web/ui';
import { useState } from 'react';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useAddException } from '../api/add-exception';
import { useAlertEvent } from '../api/get-alert-event';
import { DURATIONS, expiryAt, offeredConditions } from '../model/exception-draft';

interface ExceptionDialogProps {
  alert: Alert;
  onClose: () => void;
  onDone: (text: string) => void;
}
type Kind = 'snooze' | 'exception';

function Form({ alert, onClose, onDone }: ExceptionDialogProps) {
  const { data: event } = useAlertEvent(alert.event_dedupe_key);
  const offers = offeredConditions(alert, event);
  const [kind, setKind] = useState<Kind>('snooze');
  const [chosen, setChosen] = useState<Record<string, boolean>>({});
  const [hours, setHours] = useState<number | null>(24);
  const [bound, setBound] = useState(false);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const add = useAddException();
  const picked = offers.filter(({ key, chosen: first }) => chosen[key] ?? first);
  const ip = event?.actor.ip ?? null;
  const ready = picked.length > 0 && reason.trim() !== '';
  const send = () => {
    setAsked(true);
    if (!ready) return;
    const body = {
      kind,
      conditions: picked.map(({ condition }) => condition),
      reason: reason.trim(),
      expires_at: expiryAt(hours, new Date()),
      ...(bound && ip ? { bound_to: { addresses: [ip.includes(':') ? `${ip}/128` : `${ip}/32`] } } : {}),
    };
    add.mutate({ ruleId: alert.rule_id, body }, { onSuccess: () => onDone(`“${alert.rule_name}” passes over this from now on.`) });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(submit) => {
        submit.preventDefault();
        send();
      }}
    >
      <Segmented<Kind>
        label="Kind"
        value={kind}
        onChange={(next) => {
          setKind(next);
          if (next === 'snooze' && hours === null) setHours(24);
        }}
        options={[
          { value: 'snooze', label: 'Snooze' },
          { value: 'exception', label: 'Exception' },
        ]}
      />
      <fieldset className="flex flex-col gap-1.5">
        <legend className="pb-1.5 text-xs text-soft">Events with all of these are passed over</legend>
        {offers.map(({ key, label, chosen: first }) => (
          <label key={key} className="flex items-start gap-2 [overflow-wrap:anywhere]">
            <input
              type="checkbox"
              className="mt-1 accent-(--accent)"
              checked={chosen[key] ?? first}
              onChange={(change) => setChosen({ ...chosen, [key]: change.target.checked })}
            />
            <bdi>{label}</bdi>
          </label>
        ))}
      </fieldset>
      {ip !== null && (
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-1 accent-(--accent)"
            checked={bound}
            onChange={(change) => setBound(change.target.checked)}
          />
          <span>
            Void as soon as it comes from another address than <span className="font-mono">{ip}</span>
          </span>
        </label>
      )}
      <label className="flex flex-col gap-1 text-xs text-soft">
        For how long
        <Select value={String(hours)} onChange={(change) => setHours(change.target.value === 'null' ? null : Number(change.target.value))}>
          {DURATIONS.filter((option) => kind === 'exception' || option.hours !== null).map((option) => (
            <option key={option.label} value={String(option.hours)}>
              {option.label}
            </option>
          ))}
        </Select>
      </label>
      <TextArea
        aria-label="Reason"
        placeholder="Why is this to be expected?"
        maxLength={1000}
        value={reason}
        onChange={(change) => setReason(change.target.value)}
      />
      {asked && !ready && (
        <Notice tone="bad" live>
          {picked.length === 0 ? 'Choose at least one condition.' : 'Say why.'}
        </Notice>
      )}
      {add.error && <ProblemNotice error={add.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={add.isPending}>
          {add.isPending ? 'Saving…' : kind === 'snooze' ? 'Snooze' : 'Add the exception'}
        </Button>
      </div>
    </form>
  );
}

/** Keeps the rule quiet about events like this one, for a time and a reason. */
export function ExceptionDialog(props: ExceptionDialogProps) {
  return (
    <Dialog
      onClose={props.onClose}
      title="Snooze or except"
      description={`The rule “${props.alert.rule_name}” goes on looking at all else.`}
    >
      <Form {...props} />
    </Dialog>
  );
}
