import { Button, CircleAlert, type IconComponent, LogOut, ShieldX, TimerOff } from '@aoc/web/ui';
import { useId, type ReactNode } from 'react';
import { useTitle } from '../../../shared/use-title';
import { SignInFrame } from './sign-in-frame';

interface ScreenProps {
  icon: IconComponent;
  title: string;
  children: ReactNode;
  actions: ReactNode;
}

function Screen({ icon: Icon, title, children, actions }: ScreenProps) {
  useTitle(title);
  const id = useId();
  return (
    <SignInFrame>
      <section aria-labelledby={id} className="flex flex-col gap-4 px-5 py-6">
        <h1 id={id} className="flex items-center gap-2.5 text-lg font-semibold">
          <Icon aria-hidden className="size-5 shrink-0 text-faint" /> {title}
        </h1>
        <div role="status" className="flex flex-col gap-2 text-soft text-pretty [overflow-wrap:anywhere]">
          {children}
        </div>
        <div className="flex flex-wrap gap-2 pt-1">{actions}</div>
      </section>
    </SignInFrame>
  );
}

/** While the browser is on its way; a moment, usually. */
export function Leaving({ text }: { text: string }) {
  useTitle('Sign in');
  return (
    <SignInFrame>
      <h1 className="sr-only">Sign in</h1>
      <p role="status" className="px-5 py-8 text-center text-soft">
        {text}…
      </p>
    </SignInFrame>
  );
}

export const SignedOut = ({ onSignIn }: { onSignIn: () => void }) => (
  <Screen
    icon={LogOut}
    title="You are signed out"
    actions={
      <Button variant="primary" autoFocus onClick={onSignIn}>
        Sign in
      </Button>
    }
  >
    <p>Nothing of your session is left in this tab.</p>
  </Screen>
);

export const SessionEnded = ({ refused, onSignIn }: { refused: boolean; onSignIn: () => void }) => (
  <Screen
    icon={TimerOff}
    title="Your session has ended"
    actions={
      <Button variant="primary" autoFocus onClick={onSignIn}>
        Sign in again
      </Button>
    }
  >
    <p>Sign in again to go on where you were: the filters and what is open stay in the address.</p>
    {refused && (
      <p>
        AOC did not accept a token that Entra had just given. If this happens again, the sign-in settings of AOC do not fit the app
        registration: tell somebody who looks after AOC.
      </p>
    )}
  </Screen>
);

export const Failed = ({ detail, onSignIn }: { detail: string; onSignIn: () => void }) => (
  <Screen
    icon={CircleAlert}
    title="You could not be signed in"
    actions={
      <Button variant="primary" autoFocus onClick={onSignIn}>
        Try again
      </Button>
    }
  >
    <p>The sign-in service answered:</p>
    <p className="rounded-md bg-raised px-3 py-2 font-mono text-xs text-ink">{detail}</p>
    <p>Somebody who looks after AOC can use this text to find out why.</p>
  </Screen>
);

interface NoAccessProps {
  name: string;
  detail: string;
  onOther: () => void;
  onSignOut: () => void;
}

export const NoAccess = ({ name, detail, onOther, onSignOut }: NoAccessProps) => (
  <Screen
    icon={ShieldX}
    title="You have no access to AOC"
    actions={
      <>
        <Button variant="primary" onClick={onOther}>
          Use another account
        </Button>
        <Button onClick={onSignOut}>Sign out</Button>
      </>
    }
  >
    <p>{detail}</p>
    <p>
      Your account: <strong className="font-semibold text-ink">{name}</strong>
    </p>
  </Screen>
);
