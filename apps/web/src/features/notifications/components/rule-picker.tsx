import { badgeClass, Select, X } from '@aoc/web/ui';
import { routableRules } from '../model/channel-draft';

interface RulePickerProps {
  rules: readonly { id: string; name: string }[];
  /** Ids; also of rules that are gone by now. */
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}

/** Single rules whose alerts a channel takes. */
export function RulePicker({ rules, chosen, onChange }: RulePickerProps) {
  const { named, others } = routableRules(rules, chosen);
  return (
    <div role="group" aria-label="Rules" className="flex flex-col gap-2">
      {named.length > 0 && (
        <ul aria-label="Chosen rules" className="flex flex-wrap gap-1.5">
          {named.map(({ id, name }) => (
            <li key={id} className={badgeClass('accent', 'max-w-full pr-0.5')}>
              <bdi className="truncate">{name}</bdi>
              <button
                type="button"
                aria-label={`Remove ${name}`}
                onClick={() => onChange(chosen.filter((one) => one !== id))}
                className="grid size-6 shrink-0 place-items-center rounded hover:bg-accent/20"
              >
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Select aria-label="Add a rule" value="" onChange={(event) => event.target.value !== '' && onChange([...chosen, event.target.value])}>
        <option value="">Add a rule…</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  );
}
