import { Button, CircleAlert, Compass, EmptyState } from '@aoc/web/ui';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';

export function NotFound() {
  return (
    <EmptyState
      icon={Compass}
      title="There is no such page"
      action={
        <Link to="/events" className="text-accent hover:underline">
          Go to events
        </Link>
      }
    >
      The address may have been cut or mistyped.
    </EmptyState>
  );
}

/** A defect of the page itself; the rest of the shell stays usable. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  return (
    <EmptyState
      live
      tone="bad"
      icon={CircleAlert}
      title="This screen failed"
      action={
        <>
          <Button onClick={reset}>Try again</Button>
          <Button onClick={() => location.reload()}>Reload the page</Button>
        </>
      }
    >
      {error instanceof Error ? error.message : 'An unknown defect.'}
    </EmptyState>
  );
}
