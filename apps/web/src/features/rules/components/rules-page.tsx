import { ruleOriginSchema, severitySchema } from '@aoc/contracts';
import { Button, Download, EmptyState, FilePlus2, FileUp, ScrollText, SearchX, Select, Skeleton, TextField } from '@aoc/web/ui';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { onDownloadClick } from '../../../shared/download';
import { DetectionOff } from '../../../shared/detection-off';
import { CARD } from '../../../shared/page-section';
import { ProblemNotice, ProblemState } from '../../../shared/problem-notice';
import { capital } from '../../../shared/severity';
import { useTitle } from '../../../shared/use-title';
import { useFalsePositiveRates } from '../api/alert-quality';
import { useEnableRule } from '../api/enable-rule';
import { useRules } from '../api/list-rules';
import { useScopeOf, useServesTenants } from '../api/provider-access';
import { ruleRoutesOf } from '../api/rule-routes';
import { foundRules, parseRulesSearch, RULE_STATES, scopeSearch, type RulesSearch } from '../model/rules-search';
import { ORIGIN_WORDS } from '../model/rule-words';
import { RuleRow } from './rule-row';

const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog')).ImportDialog }));
const route = getRouteApi('/rules');
const PAGE = 200;

interface FiltersProps {
  search: RulesSearch;
  /** Whether there may be rules of the provider beside the tenant's. */
  scopes: boolean;
  onSearch: (search: RulesSearch) => void;
}

function Filters({ search, scopes, onSearch }: FiltersProps) {
  const select = (
    label: string,
    all: string,
    value: string | undefined,
    options: [value: string, text: string][],
    name: keyof RulesSearch,
  ) => (
    <Select
      aria-label={label}
      className="w-auto"
      value={value ?? ''}
      onChange={(event) => onSearch({ ...search, [name]: event.target.value === '' ? undefined : event.target.value })}
    >
      <option value="">{all}</option>
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </Select>
  );
  return (
    <div className="flex flex-wrap gap-2">
      <TextField
        type="search"
        aria-label="Search rules"
        placeholder="Name, tag, technique…"
        className="w-64 max-sm:w-full"
        value={search.text ?? ''}
        onChange={(event) => onSearch({ ...search, text: event.target.value === '' ? undefined : event.target.value })}
      />
      {select(
        'Severity',
        'All severities',
        search.severity,
        severitySchema.options.toReversed().map((one) => [one, capital(one)]),
        'severity',
      )}
      {select(
        'Origin',
        'All origins',
        search.origin,
        ruleOriginSchema.options.map((one) => [one, ORIGIN_WORDS[one]]),
        'origin',
      )}
      {select(
        'State',
        'On and off',
        search.state,
        RULE_STATES.map((one) => [one, capital(one)]),
        'state',
      )}
      {scopes &&
        select(
          'Whose rules',
          'All in this tenant',
          search.scope,
          [
            ['tenant', 'This tenant’s own'],
            ['provider', 'The provider’s'],
          ],
          'scope',
        )}
    </div>
  );
}

/** All rules: what they look for, how they fare, and whether they run. */
export function RulesPage() {
  useTitle('Rules');
  const search = parseRulesSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const [importing, setImporting] = useState(false);
  const at = useScopeOf(search);
  const serves = useServesTenants();
  const routes = ruleRoutesOf(at);
  const { data, error, isPending, refetch } = useRules(at);
  const rates = useFalsePositiveRates().data;
  const enable = useEnableRule(at);
  const shown = data ? foundRules(data.items, search) : [];
  const onSearch = (next: RulesSearch) => void navigate({ search: next, replace: true });
  // Imports may bring thousands.
  const [most, setMost] = useState(PAGE);
  const startImport = () => setImporting(true);
  const mayImport = useMay(routes.import);
  const mayCreate = useMay(routes.create);
  const [exportError, setExportError] = useState<Error | null>(null);
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <DetectionOff />
      <div className="mx-auto flex max-w-384 flex-col gap-4 px-3 py-5 sm:px-6">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h1 className="text-xl font-semibold">{at === 'provider' ? 'Rules of the provider' : 'Rules'}</h1>
          <div className="flex flex-wrap gap-2">
            <a
              href={routes.export.path}
              download="aoc-rules.json"
              onClick={onDownloadClick(routes.export, setExportError, 'aoc-rules.json')}
              className="inline-flex h-8.5 items-center gap-2 rounded-md px-3 text-soft hover:bg-hover hover:text-ink"
            >
              <Download aria-hidden className="size-4" /> Export
            </a>
            {mayImport && (
              <Button onClick={startImport}>
                <FileUp aria-hidden className="size-4" /> Import
              </Button>
            )}
            {mayCreate && (
              <Link
                to="/rules/new"
                search={scopeSearch(at)}
                className="inline-flex h-8.5 items-center gap-2 rounded-md bg-accent px-3 font-medium text-accent-ink hover:brightness-110"
              >
                <FilePlus2 aria-hidden className="size-4" /> New rule
              </Link>
            )}
          </div>
        </div>
        <Filters
          search={search}
          scopes={serves || search.scope !== undefined || (data?.items.some(({ scope }) => scope === 'provider') ?? false)}
          onSearch={onSearch}
        />
        {exportError && <ProblemNotice error={exportError} />}
        {enable.error && <ProblemNotice error={enable.error} />}
        {isPending && <Skeleton className="h-96" />}
        {error && !data && <ProblemState error={error} onRetry={() => void refetch()} />}
        {data && (
          <p role="status" className="text-[0.8125rem] text-soft tabular-nums">
            {shown.length} of {data.total} rules
          </p>
        )}
        {data?.total === 0 && (
          <div className={CARD}>
            <EmptyState icon={ScrollText} title="No rules yet" action={mayImport && <Button onClick={startImport}>Import rules</Button>}>
              {at === 'provider'
                ? 'Write one for all tenants or some, or import Sigma rules.'
                : 'The default rules are written when the first events are stored. Or write one, or import Sigma rules.'}
            </EmptyState>
          </div>
        )}
        {data && data.total > 0 && shown.length === 0 && (
          <div className={CARD}>
            <EmptyState icon={SearchX} title="No rule matches" action={<Button onClick={() => onSearch({})}>Clear filters</Button>} />
          </div>
        )}
        {shown.length > 0 && (
          <ul aria-label="Rules" className={`${CARD} @container overflow-hidden`}>
            {shown.slice(0, most).map((rule) => (
              <RuleRow
                key={rule.id}
                rule={rule}
                at={at}
                falsePositives={at === 'provider' ? null : (rates?.get(rule.id) ?? null)}
                onEnable={(enabled) => enable.mutate({ id: rule.id, enabled })}
              />
            ))}
          </ul>
        )}
        {shown.length > most && (
          <Button className="self-center" onClick={() => setMost(most + PAGE)}>
            Show more
          </Button>
        )}
      </div>
      <Suspense>{importing && <ImportDialog at={at} onClose={() => setImporting(false)} />}</Suspense>
    </div>
  );
}
