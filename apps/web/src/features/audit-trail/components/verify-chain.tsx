import { Button, Notice, ShieldCheck } from '@aoc/web/ui';
import { count } from '../../../shared/numbers';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useVerifyAuditTrail } from '../api/verify-audit-trail';
import { verdictWords } from '../model/audit-words';

/** Checks the chain on demand and says what was found. */
export function useVerifyChain() {
  const verify = useVerifyAuditTrail();
  const verdict = verify.data;
  const next = verdict?.next_seq ?? null;
  const button = (
    <Button disabled={verify.isPending} onClick={() => verify.mutate(1)}>
      <ShieldCheck aria-hidden className="size-4" /> {verify.isPending ? 'Checking…' : 'Verify'}
    </Button>
  );
  const found = (
    <>
      {verify.error && <ProblemNotice error={verify.error} />}
      {verdict && (
        <Notice
          live
          tone={verdictWords(verdict).tone}
          action={
            next !== null && (
              <Button size="sm" disabled={verify.isPending} onClick={() => verify.mutate(next)}>
                Go on
              </Button>
            )
          }
        >
          <strong className="font-semibold">{verdictWords(verdict).words}</strong>
          {!verdict.seals_checked && <p>Without ENCRYPTION_KEY the rows carry no seals: only accidents and clumsy changes are found.</p>}
          {verdict.seals_checked && verdict.unsealed_rows > 0 && (
            <p>{count(verdict.unsealed_rows)} rows are from before there was an ENCRYPTION_KEY and carry no seal.</p>
          )}
          {verdict.head && (
            <p className="text-soft">
              Keep this elsewhere to compare later: row {verdict.head.seq}, <code className="font-mono text-xs">{verdict.head.hash}</code>
            </p>
          )}
        </Notice>
      )}
    </>
  );
  return { button, found };
}
