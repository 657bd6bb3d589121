import type { TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import type { QuotaStore } from '@aoc/server/queues';
import type { Usage } from './usage';

const DAY_MS = 86_400_000;
/** Tokens that one question is taken to cost until it is known what it did. */
const EXPECTED_TOKENS = 20_000;

/** What one tenant may spend on the language model in a UTC day; 0: no limit. */
export interface Budget {
  store: QuotaStore;
  dailyRequests: number;
  dailyTokens: number;
}

export const budgetOf = (config: Pick<Config, 'LLM_DAILY_REQUESTS' | 'LLM_DAILY_TOKENS'>, store: QuotaStore): Budget => ({
  store,
  dailyRequests: config.LLM_DAILY_REQUESTS,
  dailyTokens: config.LLM_DAILY_TOKENS,
});

export type Reservation =
  | {
      granted: true;
      /** Puts what was spent in place of what was reserved; to be called once, also after a failure. Never throws. */
      settle(usage: Usage): Promise<void>;
    }
  | {
      granted: false;
      /** In plain words. */
      reason: string;
    };

const REASONS: Readonly<Record<string, string>> = {
  requests: "Today's requests to the language model of this tenant are used up (LLM_DAILY_REQUESTS); they begin anew at midnight UTC.",
  tokens: "Today's tokens of the language model of this tenant are used up (LLM_DAILY_TOKENS); they begin anew at midnight UTC.",
};

/**
 * Reserves one request and the tokens of a usual question before the model is asked. Processes that ask at the same time share the budget;
 * what a question costs beyond the usual (tools, long evidence) is counted afterwards, so a day may end that much above its limit.
 * Never throws: when the store is away, nothing is granted.
 */
export async function reserveBudget(budget: Budget, tenantId: TenantId, now: Date): Promise<Reservation> {
  const { store, dailyRequests, dailyTokens } = budget;
  const key = ['llm', tenantId, now.toISOString().slice(0, 10)];
  const tokens = dailyTokens > 0 ? Math.min(EXPECTED_TOKENS, dailyTokens) : EXPECTED_TOKENS;
  const keep = 2 * DAY_MS;
  try {
    const refused = await store.take(
      key,
      [
        { name: 'requests', amount: 1, limit: dailyRequests },
        { name: 'tokens', amount: tokens, limit: dailyTokens },
      ],
      keep,
    );
    if (refused !== null) return { granted: false, reason: REASONS[refused] ?? 'The budget of this tenant for today is used up.' };
  } catch {
    return { granted: false, reason: 'The budget for the language model could not be checked: Valkey does not answer.' };
  }
  return {
    granted: true,
    async settle({ requests, promptTokens, completionTokens }) {
      const amounts = [
        { name: 'requests', amount: requests - 1, limit: 0 },
        { name: 'tokens', amount: Math.ceil(promptTokens + completionTokens) - tokens, limit: 0 },
      ];
      // What was reserved stays when it cannot be settled: too much is counted rather than too little.
      await store.take(key, amounts, keep).catch(() => null);
    },
  };
}
