import { badgeClass, cx } from '@aoc/web/ui';
import { serviceColour } from '../../../shared/service-colour';
import { outcomeOf } from '../../../shared/outcome';
import { valueTarget } from './value-target';

interface LabelProps {
  active: boolean;
  onToggle: () => void;
}
const action = (active: boolean) => (active ? 'click to clear this filter' : 'click to show only these');

/** Service of an event; a click filters by it, another clears. */
export function ServiceLabel({ service, active, onToggle }: LabelProps & { service: string }) {
  return (
    <button
      type="button"
      aria-pressed={active}
      title={`${service}: ${action(active)}`}
      {...valueTarget({ field: 'service', value: service })}
      onClick={onToggle}
      className={cx(badgeClass('neutral'), 'relative z-10 hover:border-line-strong hover:text-ink', active && 'border-accent/60 text-ink')}
    >
      <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: serviceColour(service) }} />
      <bdi className="truncate">{service}</bdi>
    </button>
  );
}

/** Result of an event, green or red by its meaning; a click filters by it, another clears. */
export function ResultLabel({ result, active, onToggle }: LabelProps & { result: string }) {
  return (
    <button
      type="button"
      aria-pressed={active}
      title={`${result}: ${action(active)}`}
      {...valueTarget({ field: 'result', value: result })}
      onClick={onToggle}
      className={cx(badgeClass(outcomeOf(result)), 'relative z-10 hover:border-current', active && 'border-current')}
    >
      <bdi className="truncate">{result}</bdi>
    </button>
  );
}
