import { ruleRoutes, type Rule, type RuleBody } from '@aoc/contracts';
import { Button, Notice, Segmented } from '@aoc/web/ui';
import { useMemo, useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { ProblemError } from '../../../shared/api/api-error';
import { needsRole } from '../../../shared/role-words';
import { CARD, PageSection } from '../../../shared/page-section';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useServesTenants } from '../api/provider-access';
import { ruleRoutesOf, type RuleScope } from '../api/rule-routes';
import { useSaveRule } from '../api/save-rule';
import { homeless, ruleErrors } from '../model/rule-errors';
import { rebased, toJson } from '../model/rule-draft';
import { AboutForm } from './about-form';
import { AppliesToForm } from './applies-to-form';
import { ConditionList } from './condition-list';
import { ConflictNotice } from './conflict-notice';
import { RuleErrorsContext } from './errors-context';
import { JsonForm } from './json-form';
import { KindForms } from './kind-forms';
import { PlaceErrors } from './labelled';
import { PreviewPanel } from './preview-panel';
import { usePreview } from './use-preview';

interface RuleEditorProps {
  initial: RuleBody;
  /** The stored rule that is edited, and what it is by now; null for a new one. */
  stored: Rule | null;
  latest?: Rule;
  /** Where it is saved; of a new rule, where it begins. */
  at: RuleScope;
  /** Why it is only to be read. */
  locked?: string;
  onSaved: (rule: Rule) => void;
}
type View = 'form' | 'json';

const problemOf = (error: Error | null) => (error instanceof ProblemError ? error.problem : null);

/** Form and JSON of one rule, its preview, and saving it. */
export function RuleEditor({ initial, stored, latest, at, locked, onSaved }: RuleEditorProps) {
  const [draft, setDraft] = useState(initial);
  const [base, setBase] = useState(stored ? { id: stored.id, version: stored.version } : null);
  const [view, setView] = useState<View>('form');
  const [readable, setReadable] = useState(true);
  const [scope, setScope] = useState(at);
  const serves = useServesTenants();
  const save = useSaveRule(scope);
  const preview = usePreview();
  const saving = ruleRoutesOf(scope)[stored ? 'replace' : 'create'];
  const maySave = useMay(saving) && locked === undefined;
  const mayPreview = useMay(ruleRoutes.previewRule);
  const error = save.error ?? preview.error;
  const errors = useMemo(() => ruleErrors(problemOf(error)?.errors ?? []), [error]);
  const changed = toJson(draft) !== toJson(initial) || stored === null;
  const conflict = problemOf(save.error)?.status === 409 ? problemOf(save.error) : null;
  const placed = errors.size > 0 && homeless(errors).length < errors.size;
  const saved = (rule: Rule) => {
    setBase({ id: rule.id, version: rule.version });
    onSaved(rule);
  };
  const send = (over?: number) => {
    const ready = stored && latest && base?.version === stored.version ? rebased(draft, stored, latest) : null;
    const rule = over === undefined ? (ready?.rule ?? draft) : draft;
    const version = over ?? ready?.version ?? base?.version ?? 1;
    save.mutate({ rule, base: base && { id: base.id, version } }, { onSuccess: saved });
  };
  return (
    <RuleErrorsContext value={errors}>
      <form
        aria-label="Rule"
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className="flex flex-wrap items-center gap-2">
          <Segmented<View>
            label="View"
            value={view}
            onChange={(next) => readable && setView(next)}
            options={[
              { value: 'form', label: 'Form' },
              { value: 'json', label: 'JSON' },
            ]}
          />
          {!readable && (
            <Button
              size="sm"
              onClick={() => {
                setReadable(true);
                setView('form');
              }}
            >
              Drop the unreadable text
            </Button>
          )}
        </div>
        {view === 'json' ? (
          <JsonForm draft={draft} onChange={setDraft} onReadable={setReadable} />
        ) : (
          <>
            <PageSection title="About">
              <div className={`${CARD} p-4`}>
                <AboutForm draft={draft} onChange={setDraft} />
              </div>
            </PageSection>
            {serves && locked === undefined && (stored === null || scope === 'provider') && (
              <PageSection title="Applies to">
                <div className={`${CARD} p-4`}>
                  <AppliesToForm
                    scope={scope}
                    tenants={draft.tenants}
                    stored={stored !== null}
                    onChange={(next, tenants) => {
                      setScope(next);
                      setDraft({ ...draft, tenants });
                    }}
                  />
                </div>
              </PageSection>
            )}
            <PageSection title="Conditions" note="All of these must hold for an event.">
              <div className={`${CARD} p-4`}>
                <ConditionList
                  conditions={draft.conditions}
                  place="conditions"
                  onChange={(conditions) => setDraft({ ...draft, conditions })}
                />
              </div>
            </PageSection>
            <PageSection title="When it fires">
              <div className={`${CARD} p-4`}>
                <KindForms draft={draft} onChange={setDraft} />
              </div>
            </PageSection>
          </>
        )}
        {mayPreview && (
          <PreviewPanel
            preview={preview}
            onRun={(start) => {
              save.reset();
              preview.run({ rule: draft, start, compareWith: stored?.id });
            }}
          />
        )}
        {conflict && base && (
          <ConflictNotice
            id={base.id}
            at={scope}
            base={base.version}
            problem={conflict}
            onTake={(rule, body) => {
              setBase({ id: rule.id, version: rule.version });
              setDraft(body);
              save.reset();
            }}
            onOverwrite={(version) => send(version)}
          />
        )}
        {save.error &&
          !(conflict && base) &&
          (placed ? (
            <Notice tone="bad" live>
              The rule was not saved: see what is marked above.
            </Notice>
          ) : (
            <ProblemNotice error={save.error} />
          ))}
        {view === 'json' && errors.size > 0 && (
          <Notice tone="bad">{[...errors].map(([place, text]) => `${place}: ${text}`).join('; ')}</Notice>
        )}
        {view === 'form' && homeless(errors).length > 0 && <Notice tone="bad">{homeless(errors).join('; ')}</Notice>}
        <PlaceErrors place="exceptions" deep />
        <div className="sticky bottom-0 z-20 -mx-1 flex items-center justify-end gap-2 border-t border-line bg-ground px-1 py-3">
          {changed && stored !== null && maySave && <span className="mr-auto text-[0.8125rem] text-soft">Not saved yet</span>}
          {!maySave && <span className="mr-auto text-[0.8125rem] text-soft">{locked ?? needsRole(saving)}</span>}
          {stored !== null && (
            <Button disabled={!changed || save.isPending} onClick={() => setDraft(initial)}>
              Discard changes
            </Button>
          )}
          <Button type="submit" variant="primary" disabled={!maySave || !changed || !readable || save.isPending}>
            {save.isPending ? 'Saving…' : stored ? 'Save' : 'Create rule'}
          </Button>
        </div>
      </form>
    </RuleErrorsContext>
  );
}
