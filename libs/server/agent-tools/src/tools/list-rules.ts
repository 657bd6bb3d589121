import { severitySchema, type Rule } from '@aoc/contracts';
import { ruleStats } from '@aoc/server/alerts';
import { listRules as readRules } from '@aoc/server/rules';
import { z } from 'zod';
import { seconds } from '../compact/coverage';
import { ROW_LEVELS, tableSchema, type Table } from '../compact/event-table';
import { clip } from '../compact/shorten';
import { fitting } from '../compact/tokens';
import { tool, type ReadingDeps } from '../tool';
import { limitArgument } from './arguments';

const input = z.strictObject({
  name: z.string().trim().min(1).max(200).optional().meta({ description: 'part of the name, any case' }),
  enabled: z.boolean().optional(),
  severity: severitySchema.optional(),
  limit: limitArgument(50),
  page: z.int().min(1).max(1000).default(1),
});
const output = z.object({ total: z.int(), total_is_exact: z.literal(true), ...tableSchema, pages: z.int(), note: z.string() });

function ruleTable(rules: readonly Rule[], most: number): Table {
  return {
    columns: ['id', 'name', 'scope', 'severity', 'enabled', 'techniques', 'alerts_30d', 'false_positives_30d', 'last_alert', 'failing'],
    rows: rules.map(({ id, name, scope, severity, enabled, techniques, stats, failing }) => [
      id,
      clip(name, most),
      scope,
      severity,
      enabled ? 'yes' : 'no',
      clip(techniques.join(' '), most),
      String(stats.alerts_30d),
      String(stats.false_positives_30d),
      stats.last_alert_at === null ? null : seconds(stats.last_alert_at),
      failing === null ? null : clip(failing, most),
    ]),
  };
}

export const listRules = tool({
  name: 'list_rules',
  title: 'List detection rules',
  description: 'Rules that raise alerts, by name, with how they fared in the last 30 days. preview_rule shows what one would find.',
  input,
  output,
  role: 'viewer',
  readOnly: true,
  idempotent: true,
  crossTenant: false,
  heavy: false,
  run: async (ctx, { detection }: ReadingDeps, { name, enabled, severity, limit, page }) => {
    const all = await readRules(ctx, detection.rules, await ruleStats(ctx, detection.alerts));
    const wanted = all.filter(
      (rule) =>
        (name === undefined || rule.name.toLowerCase().includes(name.toLowerCase())) &&
        (enabled === undefined || rule.enabled === enabled) &&
        (severity === undefined || rule.severity === severity),
    );
    const shown = wanted.slice((page - 1) * limit, page * limit);
    const pages = Math.ceil(wanted.length / limit);
    return fitting(ROW_LEVELS, (most) => ({
      total: wanted.length,
      total_is_exact: true,
      ...ruleTable(shown, most),
      pages,
      note: `${shown.length} of ${wanted.length} rules${page < pages ? `; the next: page ${page + 1}` : ''}.`,
    }));
  },
});
