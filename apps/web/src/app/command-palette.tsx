import { askRoutes, auditRoutes, identityRoutes, ingestionRoutes, ruleRoutes, tenantRoutes } from '@aoc/contracts';
import {
  BellRing,
  Bookmark,
  Building2,
  cx,
  DownloadCloud,
  FilePlus2,
  History,
  Kbd,
  Keyboard,
  KeyRound,
  ListChecks,
  ListFilter,
  MessageCircleQuestion,
  Modal,
  Moon,
  RadioTower,
  ScrollText,
  Search,
  Send,
  Sun,
} from '@aoc/web/ui';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useSavedSearches } from '../features/events/api/saved-searches';
import { describeFilters } from '../shared/event-filters/describe-filters';
import { parseFilters } from '../shared/event-filters/filters';
import { recentSearches } from '../features/events/model/recent-searches';
import { useFetchNow } from '../features/sources/api/fetch-now';
import { useFeatures } from '../shared/api/features';
import { useHolds, useMay } from '../shared/api/me';
import { useScreenCommands, type Command } from '../shared/commands';
import { setTheme, useTheme } from '../shared/preferences';
import { findCommands, isQuestion } from './find-commands';

const DAY_HOURS = 24;

const SETTINGS = [
  { id: 'api-keys', label: 'API keys', icon: KeyRound, to: '/settings/api-keys', route: identityRoutes.listApiKeys },
  { id: 'tenants', label: 'Tenants and licence', icon: Building2, to: '/settings/tenants', route: tenantRoutes.listTenants },
  { id: 'audit-trail', label: 'Audit trail', icon: ListChecks, to: '/settings/audit-trail', route: auditRoutes.listAuditTrail },
] as const;

function useCanAsk(): boolean {
  const may = useMay(askRoutes.askStream);
  return useFeatures().data?.ai_features_enabled === true && may;
}

/** Everything that the palette offers now, in the order in which it is shown. */
function useCommands(onHelp: () => void): Command[] {
  const navigate = useNavigate();
  const fetchNow = useFetchNow();
  const theme = useTheme();
  const saved = useSavedSearches().data?.items ?? [];
  const mayCreate = useMay(ruleRoutes.createRule);
  const canAsk = useCanAsk();
  const holds = useHolds();
  const mayFetch = useMay(ingestionRoutes.fetchAuditLogs);
  const otherTheme = theme === 'dark' ? 'light' : 'dark';
  const fetch = () =>
    fetchNow.mutate({ hours: DAY_HOURS, source: undefined }, { onSuccess: (job) => void navigate({ to: '/sources', search: { job } }) });
  return [
    { id: 'events', group: 'Go to', label: 'Events', icon: ListFilter, run: () => void navigate({ to: '/events' }) },
    { id: 'alerts', group: 'Go to', label: 'Alerts', icon: BellRing, run: () => void navigate({ to: '/alerts' }) },
    ...(canAsk ? [{ id: 'ask', group: 'Go to', label: 'Ask', icon: MessageCircleQuestion, run: () => void navigate({ to: '/ask' }) }] : []),
    { id: 'rules', group: 'Go to', label: 'Rules', icon: ScrollText, run: () => void navigate({ to: '/rules' }) },
    ...(mayCreate
      ? [{ id: 'new-rule', group: 'Go to', label: 'New rule', icon: FilePlus2, run: () => void navigate({ to: '/rules/new' }) }]
      : []),
    {
      id: 'notifications',
      group: 'Go to',
      label: 'Notification channels and deliveries',
      icon: Send,
      run: () => void navigate({ to: '/settings/notifications' }),
    },
    ...SETTINGS.filter(({ route }) => holds(route.role)).map(({ id, label, icon, to }) => ({
      id,
      group: 'Go to',
      label,
      icon,
      run: () => void navigate({ to }),
    })),
    { id: 'sources', group: 'Go to', label: 'Sources and coverage', icon: RadioTower, run: () => void navigate({ to: '/sources' }) },
    ...useScreenCommands(),
    ...(mayFetch ? [{ id: 'fetch', group: 'Actions', label: 'Fetch the last 24 hours now', icon: DownloadCloud, run: fetch }] : []),
    {
      id: 'theme',
      group: 'Actions',
      label: `Use the ${otherTheme} theme`,
      icon: otherTheme === 'light' ? Sun : Moon,
      run: () => setTheme(otherTheme),
    },
    { id: 'keys', group: 'Actions', label: 'Keyboard shortcuts', icon: Keyboard, shortcut: '?', run: onHelp },
    ...saved.map((search) => ({
      id: `saved ${search.id}`,
      group: 'Saved searches',
      label: search.name,
      icon: Bookmark,
      run: () => void navigate({ to: '/events', search: parseFilters(search.filters) }),
    })),
    ...recentSearches().map((filters) => ({
      id: `recent ${JSON.stringify(filters)}`,
      group: 'Recent searches',
      label: describeFilters(filters),
      icon: History,
      run: () => void navigate({ to: '/events', search: filters }),
    })),
  ];
}

/** Finds and runs anything by name: screens, actions, saved and recent searches; or searches events for what was typed. */
export function CommandPalette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const navigate = useNavigate();
  const id = useId();
  const commands = findCommands(useCommands(onHelp), text);
  const search: Command = {
    id: 'search',
    group: 'Search',
    label: `Search events for “${text.trim()}”`,
    icon: Search,
    run: () => void navigate({ to: '/events', search: parseFilters({ search: text }) }),
  };
  const ask: Command = {
    id: 'ask-text',
    group: 'Ask',
    label: `Ask: ${text.trim()}`,
    icon: MessageCircleQuestion,
    run: () => void navigate({ to: '/ask', search: { question: text.trim() } }),
  };
  const asking = useCanAsk() ? [ask] : [];
  const forText = isQuestion(text) ? [...asking, search] : [search, ...asking];
  const shown = text.trim() === '' ? commands : [...commands, ...forText];
  const current = Math.min(active, shown.length - 1);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const move = (step: number) => setActive((current + step + shown.length) % shown.length);
  return (
    <Modal onClose={onClose} label="Command palette" className="w-150 overflow-hidden p-0">
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${current}`}
          aria-label="Find a command or search"
          placeholder="Go to, do, or search…"
          className="h-12 min-w-0 flex-1 bg-transparent text-[0.9375rem] outline-none placeholder:text-faint"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') move(1);
            else if (event.key === 'ArrowUp') move(-1);
            else if (event.key === 'Enter') run(shown[current]);
            else return;
            event.preventDefault();
          }}
        />
        <Kbd>Esc</Kbd>
      </div>
      <ul id={id} role="listbox" aria-label="Commands" className="max-h-[min(26rem,60vh)] overflow-y-auto p-2">
        {shown.map((command, index) => (
          <li
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            ref={index === current ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
            onClick={() => run(command)}
            onMouseMove={() => setActive(index)}
          >
            {command.group !== shown[index - 1]?.group && (
              <div className="px-2 pt-2 pb-1 text-2xs font-semibold tracking-wide text-faint uppercase">{command.group}</div>
            )}
            <div className={cx('flex h-9 cursor-pointer items-center gap-3 rounded-md px-2', index === current && 'bg-hover')}>
              <command.icon aria-hidden className={cx('size-4 shrink-0', index === current ? 'text-accent' : 'text-faint')} />
              <span className="min-w-0 flex-1 truncate">{command.label}</span>
              {command.shortcut && <Kbd>{command.shortcut}</Kbd>}
            </div>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
