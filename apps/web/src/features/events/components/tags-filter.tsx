import { LIMITS } from '@aoc/contracts';
import { TagInput } from '@aoc/web/ui';
import { useFilterOptions } from '../api/filter-options';
import type { EventFilters } from '../model/filters';
import { FilterPill } from './filter-pill';

type TagFilters = Pick<EventFilters, 'include_tags' | 'exclude_tags'>;

/** Tags that events must all carry, and tags that they must not. */
export function TagsFilter({ value, onChange }: { value: TagFilters; onChange: (tags: TagFilters) => void }) {
  const suggestions = useFilterOptions().data?.tags ?? [];
  const include = value.include_tags ?? [];
  const exclude = value.exclude_tags ?? [];
  const words = [...include, ...exclude.map((tag) => `not ${tag}`)];
  const list = (tags: string[]) => (tags.length === 0 ? undefined : tags);
  return (
    <FilterPill
      label="Tags"
      value={words.length === 0 ? null : words.join(', ')}
      onClear={() => onChange({ include_tags: undefined, exclude_tags: undefined })}
    >
      {() => (
        <div className="flex flex-col gap-3 p-1">
          <div>
            <p className="pb-1.5 text-xs text-soft">With all of</p>
            <TagInput
              label="Tags that events must have"
              value={include}
              suggestions={suggestions}
              maxLength={LIMITS.tagLength}
              onChange={(tags) => onChange({ ...value, include_tags: list(tags) })}
            />
          </div>
          <div>
            <p className="pb-1.5 text-xs text-soft">With none of</p>
            <TagInput
              label="Tags that events must not have"
              value={exclude}
              suggestions={suggestions}
              maxLength={LIMITS.tagLength}
              onChange={(tags) => onChange({ ...value, exclude_tags: list(tags) })}
            />
          </div>
        </div>
      )}
    </FilterPill>
  );
}
