import { eventRoutes, LIMITS, type EventDetail } from '@aoc/contracts';
import { Badge, TagInput } from '@aoc/web/ui';
import { useMay } from '../../../shared/api/me';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useFilterOptions } from '../../../shared/api/filter-options';
import { useSetTags } from '../api/set-tags';
import { PanelSection } from '../../../shared/panel-section';

/** Tags of the event; each change is saved at once and shown as it will be while it is. */
export function EventTags({ event }: { event: EventDetail }) {
  return useMay(eventRoutes.setTags) ? <TagEditor event={event} /> : <TagList tags={event.tags} />;
}

function TagList({ tags }: { tags: string[] }) {
  if (tags.length === 0) return null;
  return (
    <PanelSection title="Tags">
      <ul className="flex flex-wrap gap-1.5">
        {tags.map((tag) => (
          <li key={tag}>
            <Badge>
              <bdi>{tag}</bdi>
            </Badge>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

function TagEditor({ event }: { event: EventDetail }) {
  const save = useSetTags();
  const suggestions = useFilterOptions().data?.tags ?? [];
  const tags = save.isPending ? save.variables.tags : event.tags;
  return (
    <PanelSection title="Tags">
      <TagInput
        label="Tags of this event"
        value={tags}
        suggestions={suggestions}
        maxLength={LIMITS.tagLength}
        onChange={(next) => save.mutate({ dedupeKey: event.dedupe_key, tags: next })}
      />
      {save.error && <ProblemNotice error={save.error} />}
    </PanelSection>
  );
}
