import type { FetchedSource, Source, SourceHealth, SourceStatus } from '@aoc/contracts';
import type { Tone } from '@aoc/web/ui';

/** What people call the sources. */
export const SOURCE_NAMES: Record<FetchedSource, { name: string; what: string }> = {
  directory: { name: 'Entra ID audit', what: 'Directory changes: users, groups, roles, applications, policies' },
  signin: { name: 'Entra ID sign-ins', what: 'Interactive sign-ins, needs Entra ID P1' },
  intune: { name: 'Intune audit', what: 'Device management changes' },
  unified: { name: 'Unified audit log', what: 'Exchange, SharePoint, OneDrive, Teams and the rest of Microsoft 365' },
};

/** Each status in plain words, with the colour of its light. */
export const STATUS_WORDS: Record<SourceStatus, { tone: Tone; words: string }> = {
  never_run: { tone: 'neutral', words: 'Not fetched yet' },
  healthy: { tone: 'good', words: 'Healthy' },
  running: { tone: 'accent', words: 'Fetching now' },
  delayed: { tone: 'warn', words: 'Behind schedule' },
  throttled: { tone: 'warn', words: 'Slowed down by Microsoft' },
  bad_credentials: { tone: 'bad', words: 'Credentials refused' },
  missing_consent: { tone: 'bad', words: 'Consent missing' },
  missing_licence: { tone: 'warn', words: 'Licence missing' },
  auditing_off: { tone: 'bad', words: 'Auditing is switched off' },
  failing: { tone: 'bad', words: 'Failing' },
  disabled: { tone: 'neutral', words: 'Switched off' },
};

/** One light and one sentence for all sources that are switched on. */
export function overallHealth(sources: Pick<SourceHealth, 'status' | 'last_fetch_time'>[]): { tone: Tone; text: string } {
  const tones = sources.filter(({ status }) => status !== 'disabled').map(({ status }) => STATUS_WORDS[status].tone);
  const has = (tone: Tone) => tones.filter((other) => other === tone).length;
  const trouble = has('bad') + has('warn');
  if (tones.length === 0) return { tone: 'neutral', text: 'No sources' };
  if (trouble > 0)
    return {
      tone: has('bad') > 0 ? 'bad' : 'warn',
      text: `${trouble} of ${tones.length} sources ${trouble === 1 ? 'needs' : 'need'} attention`,
    };
  const first = sources.every(({ last_fetch_time }) => last_fetch_time === null);
  if (first)
    return has('accent') > 0 ? { tone: 'accent', text: 'First fetch under way' } : { tone: 'neutral', text: 'Waiting for the first fetch' };
  return { tone: 'good', text: 'All sources healthy' };
}

/** Names of all sources an event can come from. */
export const SOURCE_LABELS: Record<Source, string> = {
  directory: SOURCE_NAMES.directory.name,
  signin: SOURCE_NAMES.signin.name,
  intune: SOURCE_NAMES.intune.name,
  unified: SOURCE_NAMES.unified.name,
  import: 'File import',
};
