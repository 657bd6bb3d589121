import { tenantKey } from '../../../shared/api/tenant';
import { parseAskSearch, toAddress, type Asked } from './ask-search';

const KEY = 'aoc.ask.recent';
const MAX = 8;

/** The last questions of this browser, newest first; none when storage is blocked or holds nonsense. */
export function recentQuestions(): Asked[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(tenantKey(KEY)) ?? '[]');
    const list: unknown[] = Array.isArray(stored) ? stored : [];
    return list
      .filter((item) => typeof item === 'object' && item !== null)
      .map((item) => parseAskSearch({ ...item }))
      .filter(({ question }) => question !== '');
  } catch {
    return [];
  }
}

/** Puts a question first among the recent ones. */
export function rememberQuestion(asked: Asked): void {
  const address = (one: Asked) => JSON.stringify(toAddress(one));
  const others = recentQuestions().filter((one) => address(one) !== address(asked));
  try {
    localStorage.setItem(tenantKey(KEY), JSON.stringify([asked, ...others].slice(0, MAX).map((one) => toAddress(one))));
  } catch {
    // Remembering is a convenience.
  }
}
