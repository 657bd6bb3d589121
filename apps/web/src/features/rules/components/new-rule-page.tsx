import { Skeleton } from '@aoc/web/ui';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTitle } from '../../../shared/use-title';
import { useRuleToCopy } from '../api/get-rule';
import { useScopeOf } from '../api/provider-access';
import { copyOf, newDraft } from '../model/rule-draft';
import { scopeSearch } from '../model/rules-search';
import { RuleEditor } from './rule-editor';

const route = getRouteApi('/rules/new');

/** A rule from nothing, or from another one (`?from=ID`). */
export function NewRulePage() {
  useTitle('New rule');
  const search = route.useSearch();
  const { from: named } = search;
  const at = useScopeOf(search);
  const from = typeof named === 'string' ? named : undefined;
  const navigate = useNavigate();
  const copied = useRuleToCopy(from, at);
  const waiting = from !== undefined && copied.isPending;
  const initial = copied.data ? copyOf(copied.data) : newDraft();
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-5xl flex-col gap-4 px-3 pt-5 sm:px-6">
        <Link to="/rules" className="self-start text-[0.8125rem] text-accent hover:underline">
          All rules
        </Link>
        <h1 className="text-xl font-semibold">New rule</h1>
        {waiting ? (
          <Skeleton className="h-96" />
        ) : (
          <RuleEditor
            key={`${at} ${from ?? ''}`}
            at={at}
            initial={initial}
            stored={null}
            onSaved={(rule) => void navigate({ to: '/rules/$id', params: { id: rule.id }, search: scopeSearch(rule.scope) })}
          />
        )}
      </div>
    </div>
  );
}
