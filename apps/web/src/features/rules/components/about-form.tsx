import { severitySchema, type RuleBody } from '@aoc/contracts';
import { Select, TagInput, TextArea, TextField } from '@aoc/web/ui';
import { capital, SEVERITIES } from '../../../shared/severity';
import { Labelled, PlaceErrors } from './labelled';

interface AboutProps {
  draft: RuleBody;
  onChange: (draft: RuleBody) => void;
}

/** Name, severity and the texts that an alert shows. */
export function AboutForm({ draft, onChange }: AboutProps) {
  const put = (change: Partial<RuleBody>) => onChange({ ...draft, ...change });
  const tags = (label: string, name: 'tags' | 'techniques' | 'references', placeholder: string, maxLength: number) => (
    <div className="flex flex-col gap-1">
      <span className="text-xs text-soft">{label}</span>
      <TagInput
        label={label}
        placeholder={placeholder}
        value={draft[name]}
        onChange={(value) => put({ [name]: value })}
        suggestions={[]}
        maxLength={maxLength}
      />
      <PlaceErrors place={name} deep />
    </div>
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_11rem]">
        <Labelled label="Name" place="name">
          <TextField maxLength={200} value={draft.name} onChange={(event) => put({ name: event.target.value })} />
        </Labelled>
        <Labelled label="Severity" place="severity">
          <Select
            value={draft.severity}
            onChange={(event) => {
              const severity = severitySchema.safeParse(event.target.value).data;
              if (severity) put({ severity });
            }}
          >
            {SEVERITIES.map((severity) => (
              <option key={severity} value={severity}>
                {capital(severity)}
              </option>
            ))}
          </Select>
        </Labelled>
      </div>
      <Labelled label="Message" place="message" note="One sentence that the alert and notifications show.">
        <TextField maxLength={1000} value={draft.message} onChange={(event) => put({ message: event.target.value })} />
      </Labelled>
      <Labelled label="Description" place="description">
        <TextArea maxLength={4000} value={draft.description} onChange={(event) => put({ description: event.target.value })} />
      </Labelled>
      <Labelled label="What to do" place="guidance" note="Shown to whoever takes the alert.">
        <TextArea maxLength={4000} value={draft.guidance} onChange={(event) => put({ guidance: event.target.value })} />
      </Labelled>
      <div className="grid gap-3 sm:grid-cols-2">
        {tags('Tags', 'tags', 'Add a tag', 64)}
        {tags('ATT&CK techniques', 'techniques', 'T1098.003', 9)}
      </div>
      {tags('References', 'references', 'https://…', 1000)}
    </div>
  );
}
