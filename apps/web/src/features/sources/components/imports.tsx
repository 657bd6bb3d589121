import { ingestionRoutes } from '@aoc/contracts';
import { Button, EmptyState, FileUp, Notice, ProgressBar, Skeleton } from '@aoc/web/ui';
import { useRef, useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { ProblemNotice, ProblemState } from '../../../shared/problem-notice';
import { useCreateImport } from '../api/create-import';
import { useImports } from '../api/list-imports';
import { ImportReportCard } from './import-report-card';
import { needsRole } from '../../../shared/role-words';
import { CARD, PageSection } from '../../../shared/page-section';

const ACCEPT = '.csv,.json,.ndjson,.jsonl,.gz,.txt';

function Upload() {
  const create = useCreateImport();
  const [share, setShare] = useState(0);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const send = (file: File | undefined) => {
    if (!file || create.isPending) return;
    setShare(0);
    create.mutate({ file, onProgress: setShare });
  };
  return (
    <div className="flex flex-col gap-3">
      <div
        className={`flex flex-wrap items-center gap-3 rounded-xl border border-dashed p-4 ${over ? 'border-accent bg-accent-tint' : 'border-line-strong bg-surface'}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          send(event.dataTransfer.files[0]);
        }}
      >
        <FileUp aria-hidden className="size-6 text-faint" />
        <p className="min-w-40 flex-1 text-[0.8125rem] text-soft">Drop a file here: Purview CSV, NDJSON or JSON, also as .gz</p>
        <input
          ref={input}
          type="file"
          accept={ACCEPT}
          className="sr-only"
          tabIndex={-1}
          aria-label="File to import"
          onChange={(event) => {
            send(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button disabled={create.isPending} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
      </div>
      {create.isPending && (
        <div role="status" className="flex flex-col gap-1.5">
          <p className="text-[0.8125rem] text-soft">
            {share < 1 ? `Sending ${create.variables.file.name}` : `Reading ${create.variables.file.name}`}
          </p>
          <ProgressBar value={share < 1 ? share : null} label="Upload" />
        </div>
      )}
      {create.error && <ProblemNotice error={create.error} />}
      {create.data?.status === 'complete' && (
        <Notice tone="info" live>
          {create.data.file_name} is imported: {create.data.stored} new, {create.data.duplicates} known, {create.data.rejected} rejected.
        </Notice>
      )}
    </div>
  );
}

/** File import and what came of earlier ones. */
export function Imports() {
  const { data, error, isPending, refetch } = useImports();
  const may = useMay(ingestionRoutes.createImport);
  return (
    <PageSection title="File import">
      {may ? <Upload /> : <p className="text-[0.8125rem] text-soft">{needsRole(ingestionRoutes.createImport)}</p>}
      {isPending && <Skeleton className="h-20" />}
      {error && !data && <ProblemState error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <div className={CARD}>
          <EmptyState icon={FileUp} title="No imports yet">
            Import an export of the audit search to see what happened before AOC was there.
          </EmptyState>
        </div>
      )}
      {data && data.items.length > 0 && (
        <ul className={`${CARD} divide-y divide-line`}>
          {data.items.map((report) => (
            <ImportReportCard key={report.id} report={report} />
          ))}
        </ul>
      )}
    </PageSection>
  );
}
