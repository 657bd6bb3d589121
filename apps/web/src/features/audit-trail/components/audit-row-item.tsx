import type { AuditRow } from '@aoc/contracts';
import { Badge } from '@aoc/web/ui';
import type { ReactNode } from 'react';
import { Instant } from '../../../shared/instant';
import { CALLERS, detailText, OUTCOMES, plainWords } from '../model/audit-words';

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-soft">{name}</dt>
    <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
  </>
);
const Code = ({ children }: { children: ReactNode }) => <code className="font-mono text-xs">{children}</code>;

function Detail({ row }: { row: AuditRow }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1 rounded-lg bg-ground p-3 text-[0.8125rem]">
      <Fact name="Row">
        {row.seq} of tenant <Code>{row.tenant_id}</Code>
      </Fact>
      <Fact name="Who">
        <bdi>{row.actor.display}</bdi> ({CALLERS[row.actor.kind]}, <Code>{row.actor.id}</Code>), role {row.role}
      </Fact>
      <Fact name="Operation">
        <Code>{row.action}</Code>
      </Fact>
      {row.target !== null && (
        <Fact name="Target">
          <Code>{row.target}</Code>
        </Fact>
      )}
      {Object.entries(row.detail).map(([name, value]) => (
        <Fact key={name} name={plainWords(name)}>
          {detailText(value)}
        </Fact>
      ))}
      <Fact name="Request">
        <Code>{row.request_id}</Code>
      </Fact>
      <Fact name="Hash">
        <Code>{row.hash}</Code>
      </Fact>
      <Fact name="Seal">{row.mac === null ? 'None: there was no ENCRYPTION_KEY when it was written' : 'Sealed'}</Fact>
    </dl>
  );
}

/** One row: what was done, by whom, with which outcome; everything else when it is opened. */
export function AuditRowItem({ row }: { row: AuditRow }) {
  const { tone, words } = OUTCOMES[row.outcome];
  return (
    <li data-audit-row={row.seq}>
      <details className="group">
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 transition-colors hover:bg-hover">
          <span className="w-38 shrink-0 text-[0.8125rem] text-soft tabular-nums">
            <Instant at={row.at} />
          </span>
          <Badge tone={tone} className="shrink-0">
            {words}
          </Badge>
          <span className="font-medium">{plainWords(row.action)}</span>
          <bdi className="max-w-full truncate text-soft">{row.actor.display}</bdi>
          {row.target !== null && (
            <code className="min-w-0 max-w-full truncate font-mono text-xs text-soft md:ml-auto md:max-w-72">{row.target}</code>
          )}
        </summary>
        <div className="px-4 pb-3">
          <Detail row={row} />
        </div>
      </details>
    </li>
  );
}
