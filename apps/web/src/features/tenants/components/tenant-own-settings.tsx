import { readableAccent, severitySchema, type FieldError } from '@aoc/contracts';
import { Button, ImagePlus, Select, TagInput, TextField, X } from '@aoc/web/ui';
import { useState } from 'react';
import { errorOf } from '../../../shared/field-errors';
import { FormField } from '../../../shared/form-field';
import { QuietHours } from '../../../shared/quiet-hours';
import { capital } from '../../../shared/severity';
import { readLogo } from '../model/read-logo';
import type { TenantDraft } from '../model/tenant-draft';

interface PartProps {
  draft: TenantDraft;
  put: (change: Partial<TenantDraft>) => void;
  errors: readonly FieldError[];
}

interface NamesProps {
  label: string;
  note: string;
  placeholder: string;
  error: string | null;
  value: string[];
  onChange: (names: string[]) => void;
}

/** A list of names; not inside of its label, since each name has a button of its own. */
const Names = ({ label, note, placeholder, error, value, onChange }: NamesProps) => (
  <div className="flex flex-col gap-1">
    <p className="text-xs text-soft">{label}</p>
    <TagInput label={label} placeholder={placeholder} value={value} onChange={onChange} suggestions={[]} maxLength={200} />
    <p className="text-xs text-faint">{note}</p>
    {error && (
      <p role="alert" className="text-xs text-bad">
        {error}
      </p>
    )}
  </div>
);

/** What only holders of a privacy role see. */
export function PrivacyPart({ draft: { privacy }, put, errors }: PartProps) {
  const own = privacy ?? { services: [], operations: [], roles: null };
  const change = (part: Partial<typeof own>) => put({ privacy: { ...own, ...part } });
  return (
    <>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="accent-(--accent)"
          checked={privacy !== null}
          onChange={(event) => put({ privacy: event.target.checked ? own : null })}
        />
        Other than the installation’s PRIVACY_ settings
      </label>
      {errorOf(errors, 'privacy') && privacy === null && (
        <p role="alert" className="text-xs text-bad">
          {errorOf(errors, 'privacy')}
        </p>
      )}
      {privacy && (
        <>
          <Names
            label="Hidden services"
            placeholder="Exchange"
            note="Exactly as they are shown at events."
            error={errorOf(errors, 'privacy')}
            value={own.services}
            onChange={(services) => change({ services })}
          />
          <Names
            label="Hidden operations"
            placeholder="MailItemsAccessed"
            note="Exactly as they are shown at events."
            error={null}
            value={own.operations}
            onChange={(operations) => change({ operations })}
          />
          <Names
            label="Roles that see them"
            placeholder="Privacy.Read"
            note="App roles, or object ids of groups. None: those of the installation. Who holds none of them can hide more, but not less."
            error={null}
            value={own.roles ?? []}
            onChange={(roles) => change({ roles: roles.length === 0 ? null : roles })}
          />
        </>
      )}
    </>
  );
}

/** What holds for channels that say nothing themselves. */
export function NotificationPart({ draft: { defaults }, put, errors }: PartProps) {
  const change = (part: Partial<typeof defaults>) => put({ defaults: { ...defaults, ...part } });
  return (
    <>
      <FormField
        label="Least severity"
        error={errorOf(errors, 'notification_defaults.min_severity')}
        note="Of channels that name no severities themselves."
      >
        <Select
          className="w-44"
          value={defaults.min_severity ?? ''}
          onChange={(event) => change({ min_severity: severitySchema.safeParse(event.target.value).data ?? null })}
        >
          <option value="">All</option>
          {severitySchema.options.map((severity) => (
            <option key={severity} value={severity}>
              {capital(severity)} and graver
            </option>
          ))}
        </Select>
      </FormField>
      <QuietHours
        value={defaults.quiet_hours}
        error={errorOf(errors, 'notification_defaults.quiet_hours')}
        onChange={(quiet_hours) => change({ quiet_hours })}
      />
      <Names
        label="E-mail to"
        placeholder="soc@example.com"
        note="Alerts go there without a channel being made; AOC needs a mail server (SMTP_URL)."
        error={errorOf(errors, 'notification_defaults.recipients')}
        value={defaults.recipients}
        onChange={(recipients) => change({ recipients })}
      />
    </>
  );
}

/** How a colour looks in one theme. */
function Sample({ accent, theme }: { accent: string; theme: 'dark' | 'light' }) {
  const shown = readableAccent(accent, theme);
  return (
    <span data-theme={theme} className="flex items-center gap-2 rounded-md border border-line bg-(--surface) px-2 py-1 text-[0.8125rem]">
      <span className="rounded px-2 py-0.5" style={{ background: shown.accent, color: shown.ink }}>
        Button
      </span>
      <span style={{ color: shown.accent }}>Link</span>
      <span className="rounded px-2 py-0.5" style={{ background: shown.tint, color: shown.accent }}>
        Chosen
      </span>
    </span>
  );
}

/** Name, colour and logo, in the dashboard and in messages. */
export function LookPart({ draft: { look }, put, errors }: PartProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<typeof look>) => put({ look: { ...look, ...part } });
  const isColour = /^#[0-9a-f]{6}$/i.test(look.accent);
  return (
    <>
      <FormField label="Name shown" error={errorOf(errors, 'branding.name')} note="In the place of AOC. Empty: AOC.">
        <TextField maxLength={60} value={look.name} onChange={(event) => change({ name: event.target.value })} />
      </FormField>
      <FormField
        label="Colour"
        error={errorOf(errors, 'branding.accent')}
        note="Shown as near to it as text that can be read allows, in the dark and in the light theme. Empty: that of AOC."
      >
        <span className="flex flex-wrap items-center gap-3">
          <TextField
            className="w-28 font-mono"
            placeholder="#3450c8"
            maxLength={7}
            value={look.accent}
            onChange={(event) => change({ accent: event.target.value })}
          />
          {isColour && <Sample accent={look.accent} theme="dark" />}
          {isColour && <Sample accent={look.accent} theme="light" />}
        </span>
      </FormField>
      <div className="flex flex-col gap-1.5">
        <p className="text-xs text-soft">Logo</p>
        <div className="flex flex-wrap items-center gap-2">
          {look.logo !== null && <img src={look.logo} alt="The logo" className="h-8 max-w-40 rounded bg-raised object-contain" />}
          <label className="flex h-8 cursor-pointer items-center gap-1.5 rounded-md border border-line-strong px-2.5 text-[0.8125rem] focus-within:outline-2 focus-within:outline-accent hover:bg-hover">
            <ImagePlus aria-hidden className="size-3.5" /> {look.logo === null ? 'Choose a PNG' : 'Choose another'}
            <input
              type="file"
              accept="image/png"
              className="sr-only"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                event.target.value = '';
                if (!file) return;
                setProblem(null);
                readLogo(file).then(
                  (logo) => change({ logo }),
                  (error: unknown) => setProblem(error instanceof Error ? error.message : 'The file cannot be read.'),
                );
              }}
            />
          </label>
          {look.logo !== null && (
            <Button size="sm" variant="ghost" onClick={() => change({ logo: null })}>
              <X aria-hidden className="size-3.5" /> Remove
            </Button>
          )}
        </div>
        <p className="text-xs text-faint">PNG of at most 24 kB, 16 to 1024 pixels wide and 16 to 512 high.</p>
        {(problem ?? errorOf(errors, 'branding.logo')) && (
          <p role="alert" className="text-xs text-bad">
            {problem ?? errorOf(errors, 'branding.logo')}
          </p>
        )}
      </div>
    </>
  );
}
