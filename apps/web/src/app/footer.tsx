import { useAuthConfig } from '../shared/api/auth-config';
import { useVersion } from '../features/system/api/version';

const link = 'hover:text-ink hover:underline';

export function Footer({ onKeys }: { onKeys: () => void }) {
  const version = useVersion().data?.version;
  const auth = useAuthConfig().data;
  return (
    <footer className="hidden h-7 shrink-0 items-center gap-4 border-t border-line bg-surface px-4 text-xs text-soft sm:flex">
      <span>AOC {version ?? __AOC_VERSION__}</span>
      {version !== undefined && version !== __AOC_VERSION__ && (
        <span className="text-warn">This page is of version {__AOC_VERSION__}; reload it.</span>
      )}
      {auth?.auth_enabled === false && (
        <span title="Set AUTH_ENABLED=true to ask for a sign-in">Sign-in is off: everyone who reaches this address sees everything</span>
      )}
      <span className="ml-auto flex gap-4">
        <button type="button" className={link} onClick={onKeys}>
          Keyboard shortcuts
        </button>
        <a className={link} href="/api/docs">
          API guide
        </a>
        <a className={link} href="/api/openapi.json">
          OpenAPI
        </a>
      </span>
    </footer>
  );
}
