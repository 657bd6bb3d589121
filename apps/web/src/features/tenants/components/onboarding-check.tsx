import type { Onboarding } from '@aoc/contracts';
import { Badge, ExternalLink, Notice } from '@aoc/web/ui';
import { SOURCE_NAMES } from '../../../shared/source-status';

/** What Microsoft said of each source, and where the permissions are granted. */
export function OnboardingCheck({ check }: { check: Onboarding }) {
  return (
    <div className="flex flex-col gap-2.5">
      <Notice live tone={check.ready ? 'info' : 'warn'}>
        {check.ready ? 'Every source can be read.' : 'Not every source can be read yet.'}
      </Notice>
      <ul aria-label="Sources" className="flex flex-col gap-1.5 text-[0.8125rem]">
        {check.checks.map(({ source, ok, detail }) => (
          <li key={source} data-check={source} className="flex items-start gap-2">
            <Badge tone={ok ? 'good' : 'bad'} className="shrink-0">
              {ok ? 'Can be read' : 'Cannot be read'}
            </Badge>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-medium">{SOURCE_NAMES[source].name}:</span> {detail}
            </span>
          </li>
        ))}
      </ul>
      {check.consent_url !== null && (
        <a
          className="flex items-center gap-1.5 self-start text-[0.8125rem] text-accent hover:underline"
          href={check.consent_url}
          target="_blank"
          rel="noreferrer"
        >
          <ExternalLink aria-hidden className="size-3.5" /> Grant the permissions as an administrator of the tenant
        </a>
      )}
    </div>
  );
}
