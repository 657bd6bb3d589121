import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { installAccess } from '../../../shared/api/access';
import { ProblemError } from '../../../shared/api/api-error';
import { useMe } from '../../../shared/api/me';
import { chosenTenant } from '../../../shared/api/tenant';
import { ProblemState } from '../../../shared/problem-notice';
import type { AuthConfig } from '../../../shared/api/auth-config';
import { EntraSession } from '../api/entra-session';
import { Failed, Leaving, NoAccess, SessionEnded, SignedOut } from './sign-in-screens';
import { SignOutContext } from '../../../shared/sign-out';
import { SignInFrame } from './sign-in-frame';

// Once per page, not per mount: the answer of Entra in the address is good for one use.
let starting: Promise<EntraSession> | undefined;

function useSession(config: AuthConfig): EntraSession | Error | null {
  const [session, setSession] = useState<EntraSession | Error | null>(null);
  useEffect(() => {
    starting ??= EntraSession.start(config).then((started) => {
      installAccess(started);
      return started;
    });
    starting.then(setSession, (error: unknown) => setSession(error instanceof Error ? error : new Error(String(error))));
  }, [config]);
  return session;
}

/** Shows the product to whom AOC gives a role. */
function Admitted({ session, children }: { session: EntraSession; children: ReactNode }) {
  const { data, error, isPending, refetch } = useMe();
  if (data) return <SignOutContext value={() => void session.signOut()}>{children}</SignOutContext>;
  if (isPending) return <Leaving text="Signing in" />;
  if (error instanceof ProblemError && error.problem.status === 403)
    return (
      <NoAccess
        name={session.name}
        detail={error.message}
        onOther={() => void session.signIn('select_account')}
        onSignOut={() => void session.signOut()}
      />
    );
  return (
    <SignInFrame>
      <ProblemState error={error} onRetry={() => void refetch()} />
      {chosenTenant() !== null && (
        <p className="pb-6 text-center">
          <a href="/events" className="text-accent hover:underline">
            Go to your own tenant
          </a>
        </p>
      )}
    </SignInFrame>
  );
}

function Session({ session, children }: { session: EntraSession; children: ReactNode }) {
  const state = useSyncExternalStore(session.subscribe, session.snapshot);
  const signIn = () => void session.signIn();
  switch (state.kind) {
    case 'leaving':
      return <Leaving text="Going to the sign-in page" />;
    case 'signed-out':
      return <SignedOut onSignIn={signIn} />;
    case 'ended':
      return <SessionEnded refused={state.refused} onSignIn={signIn} />;
    case 'failed':
      return <Failed detail={state.detail} onSignIn={() => void session.signIn('select_account')} />;
    case 'signed-in':
      return <Admitted session={session}>{children}</Admitted>;
  }
}

/** Signs people in with Entra before it shows anything else. */
export function SignInGate({ config, children }: { config: AuthConfig; children: ReactNode }) {
  const session = useSession(config);
  if (session === null) return <Leaving text="Signing in" />;
  if (session instanceof Error) return <Failed detail={session.message} onSignIn={() => location.reload()} />;
  return <Session session={session}>{children}</Session>;
}
