import { DomainError } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';

/** @throws DomainError not_found while ask, explain and MCP are switched off */
export function requireAiFeatures({ AI_FEATURES_ENABLED }: Pick<Config, 'AI_FEATURES_ENABLED'>): void {
  if (!AI_FEATURES_ENABLED)
    throw new DomainError(
      'not_found',
      'Ask, explain and MCP are switched off here. An administrator switches them on with AI_FEATURES_ENABLED=true.',
    );
}
