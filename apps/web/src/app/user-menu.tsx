import type { Me } from '@aoc/contracts';
import { Button, CircleUser, LogOut, MenuItem, Popover } from '@aoc/web/ui';
import { useMe } from '../shared/api/me';
import { roleWords } from '../shared/role-words';
import { useSignOut } from '../shared/sign-out';

/** Who is signed in, with which role, and the way out. */
function Menu({ me, onSignOut }: { me: Me; onSignOut: () => void }) {
  return (
    <Popover
      label="Your account"
      align="end"
      className="w-72"
      trigger={(props) => (
        <Button variant="ghost" size="icon" aria-label={`Your account: ${me.display}`} title={`${me.display} (${me.username})`} {...props}>
          <CircleUser aria-hidden className="size-4" />
        </Button>
      )}
    >
      {(close) => (
        <>
          <dl className="flex flex-col gap-2 px-2 pt-1.5 pb-2.5 [overflow-wrap:anywhere]">
            <div>
              <dt className="sr-only">Name</dt>
              <dd className="font-semibold">
                <bdi>{me.display}</bdi>
              </dd>
              <dd className="text-[0.8125rem] text-soft">
                <bdi>{me.username}</bdi>
              </dd>
            </div>
            <div className="text-[0.8125rem]">
              <dt className="sr-only">Role</dt>
              <dd>
                <span className="font-medium">{roleWords(me.role).name}</span>
                <span className="text-soft">: {roleWords(me.role).may}</span>
              </dd>
            </div>
          </dl>
          <div className="border-t border-line pt-1">
            <MenuItem
              icon={LogOut}
              onClick={() => {
                close();
                onSignOut();
              }}
            >
              Sign out
            </MenuItem>
          </div>
        </>
      )}
    </Popover>
  );
}

export function UserMenu() {
  const { data } = useMe();
  const signOut = useSignOut();
  return data && signOut ? <Menu me={data} onSignOut={signOut} /> : null;
}
