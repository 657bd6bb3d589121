import { lazy, Suspense, type ReactNode } from 'react';
import { useAuthConfig } from '../shared/api/auth-config';

// The library that signs people in is large: who needs none does not load it.
const SignInGate = lazy(async () => ({ default: (await import('../features/sign-in/components/sign-in-gate')).SignInGate }));

/** Shows the product once it is known how requests prove who makes them. An API that does not answer is the product's to tell. */
export function AccessGate({ children }: { children: ReactNode }) {
  const { data, errorUpdateCount } = useAuthConfig();
  // Asking again makes the query pending again: what is shown meanwhile stays.
  if (!data && errorUpdateCount === 0) return null;
  if (!data?.auth_enabled) return children;
  return (
    <Suspense>
      <SignInGate config={data}>{children}</SignInGate>
    </Suspense>
  );
}
