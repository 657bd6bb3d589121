import type { RuleImportReport } from '@aoc/contracts';
import { Badge, Button, Dialog, Notice, TextArea, type Tone } from '@aoc/web/ui';
import { useRef, useState } from 'react';
import { ProblemNotice } from '../../../shared/problem-notice';
import { SeverityBadge } from '../../../shared/severity';
import { useImportRules } from '../api/import-rules';
import type { RuleScope } from '../api/rule-routes';

type Verdict = RuleImportReport['items'][number]['verdict'];
const VERDICTS: Record<Verdict, { tone: Tone; words: string }> = {
  imported: { tone: 'good', words: 'Fits' },
  imported_with_notes: { tone: 'warn', words: 'Fits, with notes' },
  cannot_run: { tone: 'bad', words: 'Cannot run' },
  unchanged: { tone: 'neutral', words: 'Known already' },
};
/** An export of AOC is a JSON document, Sigma is YAML. */
const formatOf = (content: string) => (content.trimStart().startsWith('{') ? ('aoc' as const) : ('sigma' as const));

function Verdicts({ report }: { report: RuleImportReport }) {
  return (
    <ul
      aria-label="What would become of each"
      className="max-h-80 divide-y divide-line overflow-y-auto rounded-lg border border-line"
      tabIndex={0}
    >
      {report.items.map((item, index) => (
        <li key={`${item.title} ${index}`} className="flex flex-col gap-1 px-3 py-2">
          <div className="flex flex-wrap items-center gap-2">
            <Badge tone={VERDICTS[item.verdict].tone}>{VERDICTS[item.verdict].words}</Badge>
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{item.title}</span>
            {item.severity && <SeverityBadge severity={item.severity} />}
          </div>
          {item.reasons.map(({ place, message }) => (
            <p key={place + message} className="text-[0.8125rem] text-bad [overflow-wrap:anywhere]">
              {place && <span className="font-mono">{place}: </span>}
              {message}
            </p>
          ))}
          {item.notes.map((note) => (
            <p key={note} className="text-[0.8125rem] text-soft [overflow-wrap:anywhere]">
              {note}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** Sigma rules or an export: checked first, taken in after the verdicts were seen. */
export function ImportDialog({ at, onClose }: { at: RuleScope; onClose: () => void }) {
  const [content, setContent] = useState('');
  const [enabled, setEnabled] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const check = useImportRules(at);
  const take = useImportRules(at);
  const edit = (text: string) => {
    setContent(text);
    check.reset();
    take.reset();
  };
  const read = async (files: FileList | null) => {
    const texts = await Promise.all([...(files ?? [])].map((file) => file.text()));
    // Several YAML files are one stream of documents.
    if (texts.length > 0) edit(texts.join('\n---\n'));
  };
  const send = (dry_run: boolean) => (dry_run ? check : take).mutate({ format: formatOf(content), content, dry_run, enabled });
  const report = take.data ?? check.data;
  const fitting = check.data?.items.filter(({ verdict }) => verdict === 'imported' || verdict === 'imported_with_notes').length ?? 0;
  return (
    <Dialog
      onClose={onClose}
      title={at === 'provider' ? 'Import rules of the provider' : 'Import rules'}
      description={`Sigma rules (YAML, one or many) or an export of AOC (JSON).${at === 'provider' ? ' They apply to all tenants, unless they name some.' : ''}`}
    >
      <div className="flex flex-col gap-3">
        <TextArea
          aria-label="Rules to import"
          className="h-40 font-mono text-xs"
          spellCheck={false}
          placeholder={'title: …\nlogsource:\n  product: m365\ndetection: …'}
          value={content}
          onChange={(event) => edit(event.target.value)}
        />
        <div className="flex flex-wrap items-center gap-2">
          <input
            ref={input}
            type="file"
            multiple
            accept=".yml,.yaml,.json,.txt"
            className="sr-only"
            tabIndex={-1}
            aria-label="Files of rules"
            onChange={(event) => {
              void read(event.target.files);
              event.target.value = '';
            }}
          />
          <Button size="sm" onClick={() => input.current?.click()}>
            Choose files
          </Button>
          <label className="ml-auto flex items-center gap-2 text-[0.8125rem]">
            <input type="checkbox" className="accent-(--accent)" checked={enabled} onChange={(event) => setEnabled(event.target.checked)} />
            Switch them on at once
          </label>
        </div>
        {check.error && <ProblemNotice error={check.error} />}
        {take.error && <ProblemNotice error={take.error} />}
        {report && <Verdicts report={report} />}
        {take.data && (
          <Notice tone="info" live>
            {take.data.imported} imported, {take.data.refused} refused.
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{take.data ? 'Done' : 'Cancel'}</Button>
          {!take.data && (
            <Button disabled={content.trim() === '' || check.isPending} onClick={() => send(true)}>
              {check.isPending ? 'Checking…' : 'Check'}
            </Button>
          )}
          {check.data && !take.data && (
            <Button variant="primary" disabled={fitting === 0 || take.isPending} onClick={() => send(false)}>
              {take.isPending ? 'Importing…' : `Import ${fitting} ${fitting === 1 ? 'rule' : 'rules'}`}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
