import { Button, CircleAlert, EmptyState, Notice, PlugZap } from '@aoc/web/ui';
import { isAway, ProblemError } from './api/api-error';

/** Title and text of a failure, for people. */
export function describeError(error: Error): { title: string; detail: string; fields: string[]; requestNote: string | null } {
  if (error instanceof ProblemError) {
    const { title, detail, errors, code } = error.problem;
    const wait = error.retryAfterSeconds === null ? null : `Try again in ${error.retryAfterSeconds} s.`;
    // Headers are the page's own affair, of which the detail speaks in words.
    const fields = (errors ?? [])
      .filter(({ path }) => !path.startsWith('header.'))
      .map(({ path, message }) => `${path.replace(/^(query|body|path)\./, '')}: ${message}`);
    return { title: code === 'unavailable' ? 'AOC is not ready' : title, detail, fields, requestNote: wait };
  }
  if (isAway(error))
    return { title: 'AOC does not answer', detail: error.message, fields: [], requestNote: 'It is asked again every few seconds.' };
  return { title: 'This did not work', detail: error.message, fields: [], requestNote: null };
}

interface ProblemProps {
  error: Error;
  onRetry?: () => void;
}

function Details({ error }: { error: Error }) {
  const { detail, fields, requestNote } = describeError(error);
  return (
    <>
      <p>{fields.length > 0 ? fields.join('. ') : detail}</p>
      {requestNote && <p className="text-soft">{requestNote}</p>}
    </>
  );
}

/** A failure in place of a list. */
export function ProblemState({ error, onRetry }: ProblemProps) {
  return (
    <EmptyState
      live
      tone="bad"
      icon={isAway(error) ? PlugZap : CircleAlert}
      title={describeError(error).title}
      action={onRetry && <Button onClick={onRetry}>Try again</Button>}
    >
      <Details error={error} />
    </EmptyState>
  );
}

/** A failure beside what it concerns. */
export function ProblemNotice({ error, onRetry }: ProblemProps) {
  return (
    <Notice
      live
      tone="bad"
      action={
        onRetry && (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <strong className="font-semibold">{describeError(error).title}.</strong> <Details error={error} />
    </Notice>
  );
}
